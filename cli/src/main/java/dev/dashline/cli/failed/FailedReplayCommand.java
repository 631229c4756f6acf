package dev.dashline.cli.failed;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.client.ReplayOutcome;
import dev.dashline.cli.client.StatusAnswer;
import dev.dashline.cli.feed.Pacer;
import dev.dashline.cli.feed.Rate;
import dev.dashline.cli.option.RateConverter;
import dev.dashline.cli.option.ServerOptions;
import dev.dashline.cli.option.TimeSpanConverter;
import dev.dashline.events.VideoFailed;
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
            "What an earlier attempt has encoded is used again while it is there. Only a video's last failure counts."
                    + " Invalid requests are skipped, and videos that were published or replayed meanwhile, so that a"
                    + " replay can be repeated."
        })
public final class FailedReplayCommand extends BaseCommand {

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
            converter = RateConverter.class,
            defaultValue = "5/s",
            description = "Not more than so many a second, N/m a minute, or max (default: ${DEFAULT-VALUE}).")
    private Rate rate = Rate.UNLIMITED;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = TimeSpanConverter.class,
            description =
                    "Fail what is not published within this time from now: 30s, 5m, 2h. Otherwise the request's own"
                            + " timeout counts anew, and a fixed deadline stays.")
    private Optional<Duration> deadline = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        Logs.quiet(verbose());
        boolean search = all || failures.hasCode();
        if (search == !ids.isEmpty()) {
            throw new CliException("name videos, or choose them with --code or --all", CliException.USAGE);
        }
        IngestClient client = server.client();
        Map<String, OptionalInt> videos = search ? stillFailed(failures.readReplayable(), client) : named();
        if (dryRun) {
            videos.keySet().forEach(System.out::println);
            return 0;
        }
        return replay(videos, search, client);
    }

    /**
     * Returns the exit code. It is no error if a video that was searched for was replayed by another caller meanwhile;
     * for a video that the user named it is.
     */
    int replay(Map<String, OptionalInt> videos, boolean found, IngestClient client) throws InterruptedException {
        int refused = 0;
        Pacer pacer = new Pacer(rate);
        for (Map.Entry<String, OptionalInt> video : videos.entrySet()) {
            pacer.next();
            ReplayOutcome replay = client.replay(video.getKey(), video.getValue(), deadline);
            System.out.println(video.getKey() + "  " + replay.outcome());
            boolean fine = replay.attempt().isPresent() || (found && replay.leftAlone());
            refused += fine ? 0 : 1;
        }
        return refused == 0 ? 0 : CliException.FAILED;
    }

    /** Of what was named it is left open which attempt is meant. */
    private Map<String, OptionalInt> named() {
        Map<String, OptionalInt> videos = new LinkedHashMap<>();
        ids.forEach(id -> videos.put(id, OptionalInt.empty()));
        return videos;
    }

    /** Those that have no later attempt, with the one that failed. */
    static Map<String, OptionalInt> stillFailed(List<VideoFailed> failures, IngestClient client) {
        Map<String, OptionalInt> videos = new LinkedHashMap<>();
        for (VideoFailed failed : failures) {
            failed.getVideoId()
                    .filter(id -> !hasLaterAttempt(client.look(id), failed.getAttempt()))
                    .ifPresent(id -> videos.put(id, OptionalInt.of(failed.getAttempt())));
        }
        return videos;
    }

    /** A video that the service does not know is not left out in silence: its replay says so. */
    private static boolean hasLaterAttempt(StatusAnswer look, int attempt) {
        return !(look instanceof StatusAnswer.Unknown)
                && look.orElseThrow().path("attempt").asInt() > attempt;
    }
}
