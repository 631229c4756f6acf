package dev.dashline.cli;

import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.client.Replay;
import dev.dashline.cli.feed.Pacer;
import dev.dashline.cli.feed.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries failed videos again. */
@Command(
        name = "replay",
        header = "Try failed videos again: the same requests, the next attempts.",
        description = {
            "",
            "What an earlier attempt has encoded is used again while it is there. Only a video's last failure counts. Videos"
                    + " that were published or replayed meanwhile are left alone, so that a replay can be repeated, and so"
                    + " are requests that are not valid."
        })
final class FailedReplayCommand extends BaseCommand {

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Videos, as failed list prints them.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "Every video that failed, unless --code or --since says which.")
    private boolean all;

    @Mixin
    private FailureOptions failures = new FailureOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--dry-run", description = "Only say which videos would be replayed.")
    private boolean dryRun;

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            converter = RateOption.class,
            defaultValue = "5/s",
            description = "Not more than so many a second, N/m a minute, or max (default: ${DEFAULT-VALUE}).")
    private Rate rate = Rate.UNLIMITED;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description =
                    "Fail what is not published within this time from now: 30s, 5m, 2h. Otherwise the request's own"
                            + " timeout counts anew, and a fixed deadline stays.")
    private Optional<Duration> deadline = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        Logs.quiet(verbose());
        Map<String, OptionalInt> videos = selected();
        IngestClient client = server.client();
        int refused = 0;
        Pacer pacer = new Pacer(rate);
        for (String id : videos.keySet()) {
            if (dryRun) {
                System.out.println(id);
                continue;
            }
            pacer.next();
            Replay replay = client.replay(id, videos.getOrDefault(id, OptionalInt.empty()), deadline);
            System.out.println(id + "  " + replay.outcome());
            boolean fine = replay.attempt().isPresent() || (videos.size() > 1 && replay.leftAlone());
            refused += fine ? 0 : 1;
        }
        return refused == 0 ? 0 : CliException.FAILED;
    }

    /** Videos with the attempt that is meant, which those that were named leave open. */
    private Map<String, OptionalInt> selected() {
        boolean search = all || failures.hasCode();
        if (search == !ids.isEmpty()) {
            throw new CliException("name videos, or choose them with --code or --all", CliException.USAGE);
        }
        Map<String, OptionalInt> videos = new LinkedHashMap<>();
        ids.forEach(id -> videos.put(id, OptionalInt.empty()));
        if (search) {
            failures.readReplayable()
                    .forEach(failed ->
                            failed.getVideoId().ifPresent(id -> videos.put(id, OptionalInt.of(failed.getAttempt()))));
        }
        return videos;
    }
}
