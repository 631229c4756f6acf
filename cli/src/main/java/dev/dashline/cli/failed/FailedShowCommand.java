package dev.dashline.cli.failed;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.client.FailureLog;
import dev.dashline.cli.view.FailureView;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows all of a failure. */
@Command(
        name = "show",
        header = "Show all that is known of a failure: the request, every try, what FFmpeg said.",
        description = {"", "For a record that could not be processed, its bytes."})
public final class FailedShowCommand extends BaseCommand {

    @Parameters(
            paramLabel = "ID",
            arity = "1..*",
            description = "A video, or TOPIC/PARTITION/OFFSET of a record, as failed list prints them.")
    private List<String> ids = new ArrayList<>();

    @Mixin
    private FailureOptions failures = new FailureOptions();

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Override
    public Integer call() {
        Logs.quiet(verbose());
        List<FailureLog.Entry> all = failures.read();
        List<FailureLog.Entry> found = new ArrayList<>();
        int missing = 0;
        for (String id : ids) {
            List<FailureLog.Entry> ofId = all.stream()
                    .filter(entry -> FailureView.name(entry.failed()).equals(id))
                    .toList();
            found.addAll(ofId);
            if (ofId.isEmpty()) {
                System.err.println("dashline: no failure of " + id + " is known; see: dashline failed list");
                missing++;
            }
        }
        failures.readWhole(
                found, failed -> System.out.println(json ? FailureView.json(failed) : FailureView.whole(failed)));
        return missing == 0 ? 0 : CliException.FAILED;
    }
}
