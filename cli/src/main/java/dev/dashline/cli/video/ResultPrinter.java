package dev.dashline.cli.video;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.follow.VideoPhase;
import dev.dashline.cli.follow.VideoSnapshot;
import dev.dashline.cli.view.ResultJson;
import dev.dashline.cli.view.ResultText;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Prints the results of videos: as JSON on standard output if that was asked for, otherwise as text. */
record ResultPrinter(boolean json, PrintStream out, PrintStream err) {

    /** Returns the exit code. */
    int tell(List<VideoSnapshot> videos) {
        Path here = Path.of("").toAbsolutePath();
        ResultText.lines(videos, here).forEach((json ? err : out)::println);
        if (json) {
            videos.forEach(video -> out.println(ResultJson.of(video)));
        }
        ResultText.howToWatch(videos, here).forEach(err::println);
        return published(videos) == videos.size() ? 0 : CliException.FAILED;
    }

    static long published(List<VideoSnapshot> videos) {
        return videos.stream()
                .filter(video -> video.state() == VideoPhase.PUBLISHED)
                .count();
    }
}
