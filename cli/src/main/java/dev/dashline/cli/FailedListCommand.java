package dev.dashline.cli;

import dev.dashline.cli.view.FailureView;
import dev.dashline.events.VideoFailed;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists failures. */
@Command(
        name = "list",
        header = "List what failed, oldest first: attempts, and records that nothing could be made of.",
        description = {"", "Reads video-failed, which keeps failures for 90 days."})
final class FailedListCommand extends BaseCommand {

    @Mixin
    private FailureOptions failures = new FailureOptions();

    @Option(names = "--json", description = "Print one JSON object a line, with all that is known.")
    private boolean json;

    @Override
    public Integer call() {
        Logs.quiet(verbose());
        List<VideoFailed> all = failures.read();
        all.forEach(failed -> System.out.println(json ? FailureView.json(failed) : FailureView.line(failed)));
        if (!json) {
            System.err.println("dashline: " + all.size() + " failed");
        }
        return 0;
    }
}
