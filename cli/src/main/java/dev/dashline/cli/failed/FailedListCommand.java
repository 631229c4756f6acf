package dev.dashline.cli.failed;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.client.FailureLog;
import dev.dashline.cli.view.FailureView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists failures. */
@Command(
        name = "list",
        header = "List what failed, oldest first: attempts, and records that could not be processed.",
        description = {"", "Reads video-failed, which keeps failures for 90 days."})
public final class FailedListCommand extends BaseCommand {

    @Mixin
    private FailureOptions failures = new FailureOptions();

    @Option(names = "--json", description = "Print one JSON object a line, with all that is known.")
    private boolean json;

    @Override
    public Integer call() {
        Logs.quiet(verbose());
        List<FailureLog.Entry> all = failures.read();
        if (json) {
            failures.readWhole(all, failed -> System.out.println(FailureView.json(failed)));
        } else {
            all.forEach(entry -> System.out.println(FailureView.line(entry.failed())));
            System.err.println("dashline: " + all.size() + " failed");
        }
        return 0;
    }
}
