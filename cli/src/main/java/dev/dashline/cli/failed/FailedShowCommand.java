package dev.dashline.cli.failed;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.client.FailureLog;
import dev.dashline.cli.option.KafkaOptions;
import dev.dashline.cli.option.TimeSpanConverter;
import dev.dashline.cli.view.FailureView;
import dev.dashline.events.VideoFailed;
import dev.dashline.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeSpanConverter.class,
            description = "Only those of this last span of time: 30m, 1h. Then less is read.")
    private Optional<Duration> since = Optional.empty();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Override
    public Integer call() {
        Logs.quiet(verbose());
        KafkaSettings settings = kafka.settings();
        Map<String, Deque<VideoFailed>> found = new HashMap<>();
        ids.forEach(id -> found.put(id, new ArrayDeque<>()));
        try (FailureLog log = FailureLog.connect(settings)) {
            log.read(since, entry -> {
                @Nullable Deque<VideoFailed> wanted = found.get(FailureView.name(entry.failed()));
                if (wanted != null) {
                    wanted.addFirst(log.whole(entry));
                }
                return true;
            });
        } catch (KafkaException e) {
            throw KafkaOptions.unreachable(settings, e);
        }
        return ids.stream()
                        .map(id -> show(id, found.getOrDefault(id, new ArrayDeque<>())))
                        .toList()
                        .contains(false)
                ? CliException.FAILED
                : 0;
    }

    /** Shows the failures of one id, oldest first; false if there are none. */
    private boolean show(String id, Deque<VideoFailed> failures) {
        if (failures.isEmpty()) {
            System.err.println("dashline: no failure of " + id + " is known; see: dashline failed list");
        }
        failures.forEach(failed -> System.out.println(json ? FailureView.json(failed) : FailureView.whole(failed)));
        return !failures.isEmpty();
    }
}
