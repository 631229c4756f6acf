package dev.dashline.cli.simulation;

import dev.dashline.cli.simulation.SimulatedFleet.Load;
import java.io.PrintStream;
import java.time.Duration;

/** Shows the progress of a simulation: one changing line on a terminal, otherwise a line now and then. Thread-safe. */
final class LiveLine {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final String CLEAR = "\r\u001b[2K";

    private final PrintStream err;
    private final boolean terminal =
            !System.getProperty("dashline.terminal", "").isBlank();
    private final long begun = System.nanoTime();
    private long saidAt;
    private boolean open;

    LiveLine(PrintStream err) {
        this.err = err;
    }

    synchronized void show(Stats stats, Load load) {
        long now = System.nanoTime();
        String text = text(Duration.ofNanos(now - begun), stats, load);
        if (terminal) {
            err.print(CLEAR + text);
            err.flush();
            open = true;
        } else if (now - begun - saidAt >= INTERVAL.toNanos()) {
            saidAt = now - begun;
            err.println(text);
        }
    }

    /** Ends the current line, so that other output begins on a new one. */
    synchronized void close() {
        if (open) {
            err.println();
            open = false;
        }
    }

    static String text(Duration since, Stats stats, Load load) {
        return since.toSeconds() + " s  submitted " + stats.submitted() + "  encoded " + stats.encoded()
                + "  published "
                + stats.ends().published() + "  failed " + stats.ends().failed() + "  encoders " + load.encodersBusy()
                + "/"
                + load.encoders() + "  publishers " + load.publishersStarting() + " starting " + load.publishersWarm()
                + " warm " + load.publishersBusy() + " busy";
    }
}
