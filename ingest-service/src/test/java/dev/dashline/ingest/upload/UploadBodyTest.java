package dev.dashline.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.ingest.upload.UploadRefused.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UploadBodyTest {

    private final AtomicLong nanos = new AtomicLong();

    private UploadBody body(InputStream in) {
        return new UploadBody(in, nanos::get);
    }

    private static InputStream bytes(int count) {
        return new ByteArrayInputStream(new byte[count]);
    }

    @Test
    void comesInPiecesAndNoMoreThanThereIsRoomFor() {
        UploadBody body = body(bytes(UploadBody.PIECE + 10));

        assertThat(body.next(Long.MAX_VALUE)).hasSize(UploadBody.PIECE);
        assertThat(body.next(4)).hasSize(4);
        assertThat(body.hasEnded()).isFalse();
        assertThat(body.next(Long.MAX_VALUE)).hasSize(5);
        assertThat(body.hasEnded()).isTrue();
        assertThat(body.next(Long.MAX_VALUE)).isEmpty();
        assertThat(body.problem()).isEmpty();
    }

    @Test
    void whatCameBeforeABreakCounts() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Connection reset");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return read();
            }
        };
        UploadBody body = body(new SequenceInputStream(bytes(7), broken));

        assertThat(body.next(100)).hasSize(7);
        assertThat(body.problem())
                .hasValueSatisfying(problem -> assertThat(problem.reason()).isEqualTo(Reason.BROKEN_OFF));
        assertThat(body.next(100)).isEmpty();
    }

    @Test
    void endsIfItIsSoSlowThatOthersWaitForItsPlace() {
        InputStream slow = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("it is read by the buffer");
            }

            @Override
            public int read(byte[] buffer, int from, int length) {
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                return 8 << 10;
            }
        };
        UploadBody body = body(slow);

        byte[] came = body.next(Long.MAX_VALUE);

        // 8 KiB a second is half of what it has to bring, so twice the grace of 30 s.
        assertThat(came).hasSize(61 * (8 << 10));
        assertThat(body.problem())
                .hasValueSatisfying(problem -> assertThat(problem.reason()).isEqualTo(Reason.TOO_SLOW));
    }
}
