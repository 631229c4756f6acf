package dev.dashline.gcsemulator;

import dev.dashline.gcsemulator.fault.ConnectionDropped;
import dev.dashline.gcsemulator.fault.Fault;
import dev.dashline.gcsemulator.fault.Pause;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Applies at most one fault to a request and its answer. */
final class FaultyExchange {

    private final @Nullable Fault fault;
    private final Pause pause;

    FaultyExchange(Optional<Fault> fault, Pause pause) {
        this.fault = fault.orElse(null);
        this.pause = pause;
    }

    /** Before the request is processed. */
    void begin() throws IOException {
        if (fault instanceof Fault.Status status) {
            throw GcsException.status(status.code());
        }
        if (fault instanceof Fault.Reset) {
            throw new ConnectionDropped();
        }
        if (fault instanceof Fault.Stall stall) {
            pause.await(stall.time());
            throw new ConnectionDropped();
        }
    }

    /** The body of the request, as it arrives. */
    InputStream body(InputStream in) {
        if (fault instanceof Fault.StatusAfter after) {
            return new EndingStream(in, after.bytes(), Optional.of(after.code()));
        }
        if (fault instanceof Fault.ResetAfter after) {
            return new EndingStream(in, after.bytes(), Optional.empty());
        }
        return in;
    }

    /** The content of an upload, on its way to the disk. */
    InputStream content(InputStream in) {
        return fault instanceof Fault.Corrupt ? new FlippingStream(in) : in;
    }

    /** The answer, before it is sent. */
    GcsResponse answer(GcsResponse response) throws IOException {
        boolean success = response.status() / 100 == 2;
        if (fault instanceof Fault.LostResponse && success) {
            throw new ConnectionDropped();
        }
        if (fault instanceof Fault.BreakAfter after && response.length() > after.bytes()) {
            return response.withBody(out -> response.body().writeTo(new EndingOutput(out, after.bytes())));
        }
        boolean media = response.headers().containsKey("X-Goog-Generation");
        if (fault instanceof Fault.Corrupt && success && media) {
            return response.withBody(out -> response.body().writeTo(new FlippingOutput(out)));
        }
        return response;
    }

    private static final class EndingStream extends FilterInputStream {
        private final Optional<Integer> status;
        private long left;

        EndingStream(InputStream in, long bytes, Optional<Integer> status) {
            super(in);
            this.left = bytes;
            this.status = status;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (left == 0) {
                if (status.isPresent()) {
                    throw GcsException.status(status.get());
                }
                throw new ConnectionDropped();
            }
            int n = super.read(bytes, from, (int) Math.min(length, left));
            left -= Math.max(0, n);
            return n;
        }
    }

    /** Changes the first byte. */
    private static final class FlippingStream extends FilterInputStream {
        private boolean flipped;

        FlippingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int n = super.read(bytes, from, length);
            if (n > 0 && !flipped) {
                bytes[from] ^= 1;
                flipped = true;
            }
            return n;
        }
    }

    private static final class EndingOutput extends FilterOutputStream {
        private long left;

        EndingOutput(OutputStream out, long bytes) {
            super(out);
            this.left = bytes;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            int now = (int) Math.min(left, length);
            out.write(bytes, from, now);
            left -= now;
            if (now < length) {
                out.flush();
                throw new ConnectionDropped();
            }
        }
    }

    private static final class FlippingOutput extends FilterOutputStream {
        private boolean flipped;

        FlippingOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            byte[] copy = new ByteArrayInputStream(bytes, from, length).readAllBytes();
            if (!flipped && length > 0) {
                copy[0] ^= 1;
                flipped = true;
            }
            out.write(copy, 0, length);
        }
    }
}
