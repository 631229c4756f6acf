package dev.dashline.gcsemulator.fault;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** One direction of a network that carries so much and no more, for all of its connections together. */
public final class Throttle {

    private static final int STEP = 16 * 1024;

    private final FaultPlan plan;
    private final Pause pause;

    @GuardedBy("this")
    private long freeAt = System.nanoTime();

    public Throttle(FaultPlan plan, Pause pause) {
        this.plan = plan;
        this.pause = pause;
    }

    private void carry(int bytes) throws IOException {
        long rate = plan.bytesPerSecond();
        if (rate > 0 && bytes > 0) {
            pause.await(Duration.ofNanos(reserve(bytes * 1_000_000_000L / rate)));
        }
    }

    /** How long it takes until these bytes are transferred too. */
    private synchronized long reserve(long nanos) {
        long now = System.nanoTime();
        freeAt = Math.max(now, freeAt) + nanos;
        return freeAt - now;
    }

    public OutputStream on(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                for (int done = 0; done < length; done += STEP) {
                    int step = Math.min(STEP, length - done);
                    carry(step);
                    out.write(bytes, from + done, step);
                }
            }
        };
    }

    public InputStream on(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                carry(1);
                return super.read();
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int n = super.read(bytes, from, Math.min(length, STEP));
                carry(n);
                return n;
            }
        };
    }
}
