package dev.dashline.cli.view;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/** Lines at the bottom of a terminal that can be rewritten one by one. Thread-safe. */
final class BarScreen {

    private static final String ESCAPE = "\u001b[";

    private final PrintStream out;
    private final int columns;
    private int lines;

    BarScreen(PrintStream out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    synchronized ProgressBarConsumer addLine() {
        out.println();
        int line = lines++;
        return new ProgressBarConsumer() {
            @Override
            public int getMaxRenderedLength() {
                // A full last column makes some terminals wrap.
                return columns - 1;
            }

            @Override
            public void accept(String text) {
                write(line, text);
            }

            @Override
            public void close() {
                out.flush();
            }
        };
    }

    /** Prints a line above the bars that stays as it is; a long one takes several. */
    synchronized void say(String text) {
        out.println(text);
        lines += Math.max(1, (text.length() + columns - 1) / columns);
    }

    private synchronized void write(int line, String text) {
        int up = lines - line;
        out.print(ESCAPE + up + "A\r" + ESCAPE + "2K" + text + ESCAPE + up + "B\r");
        out.flush();
    }
}
