package dev.dashline.cli.view;

import java.io.PrintStream;
import java.time.Clock;

/** Whether standard error is a terminal, and its size, as the launcher script found out. */
public final class Terminal {

    private static final String SIZE = "dashline.terminal";

    private Terminal() {}

    /** Whether standard error is a terminal. */
    public static boolean isThere() {
        return !System.getProperty(SIZE, "").isBlank();
    }

    /** Bars if standard error is a terminal that has room for one for each video; otherwise lines. */
    public static ProgressView progress(PrintStream err, Clock clock, int videos) {
        // As stty prints it: rows, then columns.
        String[] size = System.getProperty(SIZE, "").strip().split(" ", -1);
        if (size.length == 2 && size[0].matches("\\d{1,5}") && size[1].matches("\\d{1,5}")) {
            int rows = Integer.parseInt(size[0]);
            int columns = Integer.parseInt(size[1]);
            if (videos < rows && columns > 0) {
                return new BarsView(err, columns);
            }
        }
        return new LinesView(err, clock);
    }
}
