package dev.dashline.cli;

import dev.dashline.cli.follow.VideoState;
import dev.dashline.cli.follow.VideoStatus;
import dev.dashline.cli.view.Report;
import dev.dashline.cli.view.ResultJson;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Tells what came of videos: a program on standard output, if it asked; a person otherwise. */
record Results(boolean json, PrintStream out, PrintStream err) {

    /** Returns the exit code. */
    int tell(List<VideoStatus> videos) {
        Path here = Path.of("").toAbsolutePath();
        Report.lines(videos, here).forEach((json ? err : out)::println);
        if (json) {
            videos.forEach(video -> out.println(ResultJson.of(video)));
        }
        Report.howToWatch(videos, here).forEach(err::println);
        return published(videos) == videos.size() ? 0 : CliException.FAILED;
    }

    static long published(List<VideoStatus> videos) {
        return videos.stream()
                .filter(video -> video.state() == VideoState.PUBLISHED)
                .count();
    }
}
