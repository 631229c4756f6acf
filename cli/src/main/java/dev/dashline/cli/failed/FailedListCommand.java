package dev.dashline.cli.failed;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.client.FailureLog;
import dev.dashline.cli.option.KafkaOptions;
import dev.dashline.cli.view.FailureView;
import dev.dashline.runtime.kafka.KafkaSettings;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists failures. */
@Command(
        name = "list",
        header = "List what failed, newest first: attempts, and records that could not be processed.",
        description = {"", "Reads video-failed, which keeps failures for 90 days."})
public final class FailedListCommand extends BaseCommand {

    @Mixin
    private FailureFilter filter = new FailureFilter();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(names = "--limit", paramLabel = "N", description = "Stop after so many.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--json", description = "Print one JSON object a line, with all that is known.")
    private boolean json;

    private long found;

    @Override
    public Integer call() {
        Logs.quiet(verbose());
        KafkaSettings settings = kafka.settings();
        List<String> codes = filter.codes();
        try (FailureLog log = FailureLog.connect(settings)) {
            log.read(filter.since(), entry -> {
                if (found < limit && hasCode(codes, entry)) {
                    found++;
                    System.out.println(json ? FailureView.json(log.whole(entry)) : FailureView.line(entry.failed()));
                }
                return found < limit;
            });
        } catch (KafkaException e) {
            throw KafkaOptions.unreachable(settings, e);
        }
        if (!json) {
            System.err.println("dashline: " + found + " failed");
        }
        return 0;
    }

    private static boolean hasCode(List<String> codes, FailureLog.Entry entry) {
        return codes.isEmpty() || codes.contains(entry.failed().getFailure().getCode());
    }
}
