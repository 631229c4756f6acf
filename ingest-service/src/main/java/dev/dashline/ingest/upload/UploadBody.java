package dev.dashline.ingest.upload;

import dev.dashline.ingest.upload.UploadRefused.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The body of a request, piece by piece. A body that breaks off, or is so slow that others wait for its place, ends
 * there: what had come until then counts. For use by one thread.
 */
final class UploadBody {

    /** The largest piece, which is held in memory. */
    static final int PIECE = 8 << 20;

    private static final int READ = 1 << 16;
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final long LEAST_BYTES_PER_SECOND = 16 << 10;

    private final InputStream in;
    private final LongSupplier nanoTime;
    private final long start;
    private long read;
    private Optional<UploadRefused> problem = Optional.empty();

    UploadBody(InputStream in, LongSupplier nanoTime) {
        this.in = in;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** The next piece; no bytes at the end of the body. */
    byte[] next(long most) {
        byte[] piece = new byte[(int) Math.min(PIECE, most)];
        int filled = 0;
        while (filled < piece.length && problem.isEmpty()) {
            int got = read(piece, filled, Math.min(READ, piece.length - filled));
            if (got < 0) {
                break;
            }
            filled += got;
        }
        return filled == piece.length ? piece : Arrays.copyOf(piece, filled);
    }

    /** Whether nothing is left of it. Reads a byte if something is. */
    boolean hasEnded() {
        return problem.isPresent() || read(new byte[1], 0, 1) < 0;
    }

    /** Why it ended early; empty if it did not. */
    Optional<UploadRefused> problem() {
        return problem;
    }

    private int read(byte[] buffer, int from, int length) {
        try {
            int got = in.read(buffer, from, length);
            read += Math.max(0, got);
            if (got >= 0 && isTooSlow()) {
                problem = Optional.of(new UploadRefused(
                        Reason.TOO_SLOW, "The body arrives too slowly. Ask for the offset, and go on from there."));
            }
            return got;
        } catch (IOException e) {
            problem = Optional.of(new UploadRefused(
                    Reason.BROKEN_OFF, "The body broke off. Ask for the offset, and go on from there."));
            return -1;
        }
    }

    private boolean isTooSlow() {
        Duration allowed = GRACE.plusSeconds(read / LEAST_BYTES_PER_SECOND);
        return nanoTime.getAsLong() - start > allowed.toNanos();
    }
}
