package dev.dashline.gcsemulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.gcsemulator.GcsHttp.Answer;
import dev.dashline.gcsemulator.fault.Fault;
import dev.dashline.gcsemulator.fault.FaultRule;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Resumable uploads, as Google documents them. */
@Timeout(30)
class ResumableUploadTest {

    private static final int QUANTUM = 256 * 1024;
    private static final String OBJECT = "/storage/v1/b/bucket/o/a.mp4";

    private final GcsEmulator emulator = GcsEmulator.start().withBucket("bucket");
    private final GcsHttp http = new GcsHttp(emulator.url());
    private final byte[] content = new byte[2 * QUANTUM + 100];

    ResumableUploadTest() {
        new Random(3).nextBytes(content);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    private String start(String resource, String query) throws Exception {
        Answer started =
                http.send("POST", "/upload/storage/v1/b/bucket/o?uploadType=resumable&name=a.mp4" + query, resource);
        assertThat(started.status()).isEqualTo(200);
        return started.header("location");
    }

    private String start() throws Exception {
        return start("{\"contentType\":\"video/mp4\"}", "&ifGenerationMatch=0");
    }

    private Answer put(String session, int from, int to, String total) throws Exception {
        return http.send(
                "PUT",
                session,
                Arrays.copyOfRange(content, from, to),
                "Content-Range",
                "bytes " + from + "-" + (to - 1) + "/" + total);
    }

    private Answer query(String session, String total) throws Exception {
        return http.send("PUT", session, new byte[0], "Content-Range", "bytes */" + total);
    }

    private void assertDone(Answer answer) throws Exception {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("size").asInt()).isEqualTo(content.length);
        assertThat(answer.json().path("contentType").asText()).isEqualTo("video/mp4");
        assertThat(http.get(OBJECT + "?alt=media").response().body()).isEqualTo(content);
    }

    @Test
    void takesEverythingInOneRequest() throws Exception {
        String session = start();
        assertDone(http.send("PUT", session, content));
    }

    @Test
    void takesOnePartAfterAnother() throws Exception {
        String session = start();
        assertThat(query(session, "*").header("range")).isEmpty();
        Answer first = put(session, 0, QUANTUM, "*");
        assertThat(first.status()).isEqualTo(308);
        assertThat(first.header("range")).isEqualTo("bytes=0-" + (QUANTUM - 1));
        assertThat(query(session, "*").status()).isEqualTo(308);
        assertThat(http.get(OBJECT).status()).isEqualTo(404);
        put(session, QUANTUM, 2 * QUANTUM, "*");
        assertDone(put(session, 2 * QUANTUM, content.length, "" + content.length));
    }

    @Test
    void takesWhatItHasAlreadyOnce() throws Exception {
        String session = start();
        put(session, 0, QUANTUM, "*");
        assertDone(put(session, 0, content.length, "" + content.length));
    }

    @Test
    void endsWithTheRequestThatTellsTheSize() throws Exception {
        String session = start();
        put(session, 0, content.length, "*");
        assertDone(query(session, "" + content.length));
    }

    @Test
    void storesAnEmptyObject() throws Exception {
        Answer answer = query(start(), "0");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("size").asText()).isEqualTo("0");
    }

    @Test
    void refusesAGap() throws Exception {
        assertThat(put(start(), QUANTUM, 2 * QUANTUM, "*").status()).isEqualTo(503);
    }

    @Test
    void keepsWholeQuantaOfABrokenRequest() throws Exception {
        String session = start();
        emulator.faults()
                .add(FaultRule.every(new Fault.ResetAfter(QUANTUM + 1000))
                        .on("^PUT")
                        .times(1));
        assertThatThrownBy(() -> put(session, 0, content.length, "" + content.length))
                .isInstanceOf(IOException.class);
        Answer status = query(session, "" + content.length);
        assertThat(status.status()).isEqualTo(308);
        assertThat(status.header("range")).isEqualTo("bytes=0-" + (QUANTUM - 1));
        assertDone(put(session, QUANTUM, content.length, "" + content.length));
    }

    @Test
    void tellsAgainThatItIsDone() throws Exception {
        String session = start();
        emulator.faults()
                .add(FaultRule.every(new Fault.LostResponse()).on("^PUT").times(1));
        assertThatThrownBy(() -> put(session, 0, content.length, "" + content.length))
                .isInstanceOf(IOException.class);
        Answer status = query(session, "" + content.length);
        assertDone(status);
        assertThat(http.get(OBJECT).generation()).isEqualTo(status.generation());
    }

    @Test
    void refusesContentThatIsNotWhatWasClaimed() throws Exception {
        String session = start("{\"crc32c\":\"AAAAAA==\"}", "");
        assertThat(put(session, 0, content.length, "" + content.length).status())
                .isEqualTo(400);
        assertThat(http.get(OBJECT).status()).isEqualTo(404);
    }

    @Test
    void checksPreconditionsAtBothEnds() throws Exception {
        String session = start();
        http.upload("a.mp4", "other", "");
        assertThat(put(session, 0, content.length, "" + content.length).status())
                .isEqualTo(412);
        String target = "/upload/storage/v1/b/bucket/o?uploadType=resumable&name=a.mp4&ifGenerationMatch=0";
        assertThat(http.send("POST", target, "{}").status()).isEqualTo(412);
    }

    @Test
    void forgetsACancelledUpload() throws Exception {
        String session = start();
        put(session, 0, QUANTUM, "*");
        assertThat(http.send("DELETE", session).status()).isEqualTo(499);
        assertThat(query(session, "*").status()).isEqualTo(404);
    }
}
