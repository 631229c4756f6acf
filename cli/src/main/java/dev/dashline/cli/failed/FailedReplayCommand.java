package dev.dashline.cli.failed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.client.ReplayOutcome;
import dev.dashline.cli.client.VideoList;
import dev.dashline.cli.feed.Pacer;
import dev.dashline.cli.feed.Rate;
import dev.dashline.cli.option.RateConverter;
import dev.dashline.cli.option.ServerOptions;
import dev.dashline.cli.option.TimeSpanConverter;
import dev.dashline.schemas.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
            "What an earlier attempt has encoded is used again while it is there. Only videos whose last attempt has"
                    + " failed are replayed, newest first; invalid requests are skipped, and videos that others replay"
                    + " meanwhile, so that a replay can be repeated."
        })
public final class FailedReplayCommand extends BaseCommand {

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Videos, as failed list prints them.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "Every video that failed, unless --code or --since says which.")
    private boolean all;

    @Mixin
    private FailureFilter filter = new FailureFilter();

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
        boolean search = all || !filter.codes().isEmpty();
        if (search == !ids.isEmpty()) {
            throw new CliException("name videos, or choose them with --code or --all", CliException.USAGE);
        }
        IngestClient client = server.client();
        Pacer pacer = new Pacer(rate);
        boolean fine = true;
        for (String id : ids) {
            fine &= replay(id, OptionalInt.empty(), client, pacer);
        }
        for (Map<String, String> parameters : search ? searches() : List.<Map<String, String>>of()) {
            VideoList failed = new VideoList(client, parameters);
            while (failed.hasNext()) {
                fine &= replay(failed.next(), client, pacer);
            }
        }
        return fine ? 0 : CliException.FAILED;
    }

    /** What the service is asked to list: it takes one code at a time. */
    private List<Map<String, String>> searches() {
        return filter.codes().isEmpty()
                ? List.of(Map.of("state", "failed"))
                : filter.codes().stream()
                        .distinct()
                        .map(code -> Map.of("code", code))
                        .toList();
    }

    /** Replays a video that was listed, unless that cannot help. */
    private boolean replay(JsonNode video, IngestClient client, Pacer pacer) throws InterruptedException {
        boolean wanted = !video.path("code").asText().equals(FailureCode.INVALID_REQUEST.name())
                && filter.since()
                        .map(span -> Instant.now().minus(span))
                        .map(Instant.parse(video.path("failedAt").asText())::isAfter)
                        .orElse(true);
        OptionalInt attempt = OptionalInt.of(video.path("attempt").asInt());
        return !wanted || replay(video.path("id").asText(), attempt, client, pacer);
    }

    /**
     * Returns whether all is well. It is no error if a video that was searched for was replayed by another caller
     * meanwhile; for a video that the user named it is.
     *
     * @param attempt the one that failed; empty if the user has named the video, whichever it is
     */
    private boolean replay(String id, OptionalInt attempt, IngestClient client, Pacer pacer)
            throws InterruptedException {
        if (dryRun) {
            System.out.println(id);
            return true;
        }
        pacer.next();
        ReplayOutcome replay = client.replay(id, attempt, deadline);
        System.out.println(id + "  " + replay.outcome());
        return replay.attempt().isPresent() || (attempt.isPresent() && replay.leftAlone());
    }
}
