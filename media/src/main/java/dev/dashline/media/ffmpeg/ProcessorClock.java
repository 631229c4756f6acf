package dev.dashline.media.ffmpeg;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Reads for how long a program has kept processors busy. The system forgets that with the program's end, so it is read
 * whenever the program says something: FFmpeg does twice a second and when it is done, ffprobe when it answers. Safe
 * for use by many threads.
 */
final class ProcessorClock {

    /** A program may say very much. */
    private static final long PERIOD_NANOS = Duration.ofMillis(50).toNanos();

    private final Process process;
    private volatile Duration busy = Duration.ZERO;

    ProcessorClock(Process process) {
        this.process = process;
    }

    /** The time until now; the last that was read if the program has ended. */
    Duration read() {
        process.info().totalCpuDuration().ifPresent(now -> busy = now);
        return busy;
    }

    /** The program's output, which the clock is read by. For one thread. */
    InputStream ticking(InputStream output) {
        return new FilterInputStream(output) {
            private long last = System.nanoTime() - PERIOD_NANOS;

            @Override
            public int read() throws IOException {
                return ticked(super.read());
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return ticked(super.read(bytes, offset, length));
            }

            private int ticked(int count) {
                long now = System.nanoTime();
                if (count < 0 || now - last >= PERIOD_NANOS) {
                    last = now;
                    ProcessorClock.this.read();
                }
                return count;
            }
        };
    }
}
