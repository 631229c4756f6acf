package dev.dashline.cli.video;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.follow.VideoPhase;
import dev.dashline.cli.follow.VideoSnapshot;
import dev.dashline.cli.view.ResultJson;
import dev.dashline.cli.view.ResultText;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Prints the results of videos: as JSON on standard output if that was asked for, otherwise as text.
 *
 * @param reports whether text tells what was understood of the sources
 */
record ResultPrinter(boolean json, boolean reports, PrintStream out, PrintStream err) {

    /** Prints the results of all videos, and returns the exit code. */
    int tell(List<VideoSnapshot> videos) {
        videos.forEach(this::ended);
        return summarize(videos);
    }

    /** A video has ended: a program may want to know while others are under way. */
    void ended(VideoSnapshot video) {
        if (json) {
            out.println(ResultJson.of(video));
        }
    }

    /** A video was not submitted. */
    void refused(String input, String why) {
        err.println("dashline: " + why);
        if (json) {
            out.println(ResultJson.refused(input, why));
        }
    }

    /** Prints the results for a person, and returns the exit code. */
    int summarize(List<VideoSnapshot> videos) {
        Path here = Path.of("").toAbsolutePath();
        ResultText.lines(videos, here, reports).forEach((json ? err : out)::println);
        ResultText.howToWatch(videos, here).forEach(err::println);
        return published(videos) == videos.size() ? 0 : CliException.FAILED;
    }

    static long published(List<VideoSnapshot> videos) {
        return videos.stream()
                .filter(video -> video.state() == VideoPhase.PUBLISHED)
                .count();
    }
}
