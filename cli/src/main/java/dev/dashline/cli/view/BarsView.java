package dev.dashline.cli.view;

import dev.dashline.cli.follow.VideoSnapshot;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A live progress bar for each video, one below the other, on a terminal. */
public final class BarsView implements ProgressView {

    private static final int SCALE = 1000;
    private static final int REFRESH_MILLIS = 250;

    /** A bar, and what its renderer shows: written by the command's thread, read by the bars' own. */
    private static final class Bar {
        private volatile VideoSnapshot status;
        private final ProgressBar bar;

        Bar(VideoSnapshot first, ProgressBarBuilder builder) {
            status = first;
            bar = builder.setRenderer((state, width) -> StatusText.bar(status, width))
                    .build();
        }

        void show(VideoSnapshot next) {
            status = next;
            bar.stepTo(Math.round(next.fraction() * SCALE));
        }
    }

    private final BarScreen screen;
    private final List<Bar> bars = new ArrayList<>();

    public BarsView(PrintStream out, int columns) {
        screen = new BarScreen(out, columns);
    }

    @Override
    public void show(List<VideoSnapshot> videos) {
        for (int index = 0; index < videos.size(); index++) {
            VideoSnapshot video = videos.get(index);
            if (index == bars.size()) {
                bars.add(newBar(video));
            }
            bars.get(index).show(video);
        }
    }

    @Override
    public void say(String line) {
        screen.say(line);
    }

    private Bar newBar(VideoSnapshot first) {
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(first.input())
                .setInitialMax(SCALE)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .continuousUpdate()
                .setConsumer(screen.addLine());
        return new Bar(first, builder);
    }

    @Override
    public void close() {
        bars.forEach(each -> each.bar.close());
    }
}
