package dev.dashline.cli;

import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.client.Replay;
import dev.dashline.cli.feed.Pacer;
import dev.dashline.cli.feed.Rate;
import dev.dashline.cli.view.FailureView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
            "What an earlier attempt has encoded is used again while it is there. Videos that were published or replayed"
                    + " meanwhile are left alone, so that a replay can be repeated."
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
        Set<String> videos = selected();
        IngestClient client = server.client();
        int refused = 0;
        Pacer pacer = new Pacer(rate);
        for (String id : videos) {
            if (dryRun) {
                System.out.println(id);
                continue;
            }
            pacer.next();
            Replay replay = client.replay(id, deadline);
            System.out.println(id + "  " + replay.outcome());
            boolean fine = replay.attempt().isPresent() || (videos.size() > 1 && replay.leftAlone());
            refused += fine ? 0 : 1;
        }
        return refused == 0 ? 0 : CliException.FAILED;
    }

    private Set<String> selected() {
        boolean search = all || failures.hasCode();
        if (search == !ids.isEmpty()) {
            throw new CliException("name videos, or choose them with --code or --all", CliException.USAGE);
        }
        Set<String> videos = new LinkedHashSet<>(ids);
        if (search) {
            failures.read().stream()
                    .filter(failed -> failed.getVideoId().isPresent()
                            && failed.getUndecodable().isEmpty())
                    .map(FailureView::name)
                    .forEach(videos::add);
        }
        return videos;
    }
}
