package dev.dashline.cli.view;

import dev.dashline.cli.follow.VideoOutcome;
import dev.dashline.cli.follow.VideoPhase;
import dev.dashline.cli.follow.VideoSnapshot;
import dev.dashline.events.RenditionKind;
import dev.dashline.schemas.FailureCode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The results for a person: how each video ended, and how to watch it. */
public final class ResultText {

    private ResultText() {}

    /**
     * Lines to print.
     *
     * @param folder paths below it are shown relative to it
     * @param reports whether to tell what was understood of the sources
     */
    public static List<String> lines(List<VideoSnapshot> videos, Path folder, boolean reports) {
        List<String> lines = new ArrayList<>();
        for (VideoSnapshot video : videos) {
            VideoOutcome outcome = video.outcome().orElse(null);
            if (outcome instanceof VideoOutcome.Published published) {
                lines.add(video.input() + ": published, " + summary(published));
                lines.add("  DASH  " + place(published.manifest(), folder));
                lines.add("  HLS   " + place(published.hls(), folder));
            } else if (outcome instanceof VideoOutcome.Failed failed) {
                lines.add(video.input() + ": failed, " + failed.code() + ": " + failed.message());
                remedy(failed.code())
                        .filter(remedy -> !failed.message().contains(remedy))
                        .ifPresent(remedy -> lines.add("  " + remedy));
            }
            if (reports && outcome != null) {
                outcome.report().map(ReportText::lines).ifPresent(lines::addAll);
            }
        }
        return lines;
    }

    /** How to watch the first published video; empty if there is none, or if it is not on this machine. */
    public static List<String> howToWatch(List<VideoSnapshot> videos, Path folder) {
        for (VideoSnapshot video : videos) {
            if (video.state() == VideoPhase.PUBLISHED
                    && video.outcome().orElse(null) instanceof VideoOutcome.Published published
                    && published.hls().startsWith("file:")) {
                return List.of("Watch it: open " + place(published.manifest(), folder) + " with VLC, mpv or ffplay.");
            }
        }
        return List.of();
    }

    private static String summary(VideoOutcome.Published published) {
        long videos = published.renditions().stream()
                .filter(rendition -> rendition.getKind() == RenditionKind.VIDEO)
                .count();
        return String.format(
                Locale.ROOT,
                "%d frames, %s s, %d renditions (%d of them video), encoded in %s s",
                published.frames(),
                seconds(published.duration()),
                published.renditions().size(),
                videos,
                seconds(published.encoding()));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
    }

    private static Optional<String> remedy(String code) {
        try {
            return Optional.of(FailureCode.valueOf(code).remedy());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String place(String url, Path folder) {
        if (!url.startsWith("file:")) {
            return url;
        }
        Path path = Path.of(URI.create(url));
        return path.startsWith(folder) ? folder.relativize(path).toString() : path.toString();
    }
}
