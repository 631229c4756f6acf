package dev.dashline.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.cli.base.CliException;
import dev.dashline.schemas.retry.Backoff;
import dev.dashline.schemas.retry.Sleeper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Sends files to ingest-service by tus, and goes on after every break: of the connection, of the service, or of an
 * earlier command. Every failure is a {@link CliException} that says what to do. For use by one thread.
 */
public final class FileUpload {

    private static final int PIECE = 8 << 20;
    /** The last piece is answered when the service has made one file of all. */
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(10);

    private static final Backoff BETWEEN = Backoff.between(Duration.ofSeconds(1), Duration.ofSeconds(15));
    /** Tries in a row; with the waits between them some ten minutes. */
    private static final int TRIES = 45;

    /** The service, or a proxy before it, cannot do it now. */
    private static final Set<Integer> IS_LATER = Set.of(429, 500, 502, 503, 504);
    /** The piece did not arrive as it was sent, or at the wrong place. */
    private static final Set<Integer> IS_OUT_OF_STEP = Set.of(408, 409, 460);

    private final IngestClient client;
    private final Sleeper sleeper;
    private final Listener listener;

    /** Hears how it goes. */
    public interface Listener {

        /** So many bytes are there. */
        void sent(long bytes, long size);

        /** It did not go on, and is tried again. */
        void broken(String why);
    }

    public FileUpload(IngestClient client, Sleeper sleeper, Listener listener) {
        this.client = client;
        this.sleeper = sleeper;
        this.listener = listener;
    }

    /** A file on its way. */
    private record Sent(Path file, FileChannel content, long size, String id) {

        String path() {
            return "uploads/" + id;
        }

        String goOn() {
            return "; go on with: dashline submit --upload --resume " + id + ' ' + file;
        }
    }

    /**
     * Sends a file and asks for its video.
     *
     * @param submission what is asked for; its source is not looked at
     * @param resumed id of the upload that an earlier command began
     * @return the id of the video
     */
    public String send(Path file, Submission submission, Optional<String> resumed) throws InterruptedException {
        ObjectNode request = submission.body();
        request.remove("source");
        try (FileChannel content = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = content.size();
            String id = resumed.isPresent() ? resumed.get() : create(file, size, request.toString());
            Reply end = sendAll(new Sent(file, content, size, id));
            String video = end.header("Video-Location");
            return video.isEmpty()
                    ? client.submit(submission.of(URI.create("upload:" + id)))
                    : video.substring(video.lastIndexOf('/') + 1);
        } catch (IOException e) {
            throw new CliException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private String create(Path file, long size, String request) throws InterruptedException {
        String metadata = "filename " + base64(String.valueOf(file.getFileName())) + ",request " + base64(request);
        for (int failed = 1; ; failed++) {
            Reply reply = client.send(tus("uploads")
                    .header("Upload-Length", Long.toString(size))
                    .header("Upload-Metadata", metadata)
                    .POST(BodyPublishers.noBody())
                    .build());
            if (reply.status() == 201) {
                return reply.videoId();
            }
            if (!IS_LATER.contains(reply.status()) || failed == TRIES) {
                throw reply.refused(file + " was not uploaded");
            }
            waitAfter(failed, reply.reason());
        }
    }

    /** Sends what is missing; returns the answer that tells that nothing is. */
    private Reply sendAll(Sent sent) throws InterruptedException {
        OptionalLong offset = OptionalLong.empty();
        int failed = 0;
        while (true) {
            String why;
            try {
                Reply reply = client.exchange(offset.isEmpty() ? question(sent) : piece(sent, offset.getAsLong()));
                if (reply.status() / 100 == 2) {
                    failed = offset.isEmpty() ? failed : 0;
                    offset = OptionalLong.of(offset(sent, reply));
                    listener.sent(offset.getAsLong(), sent.size());
                    if (offset.getAsLong() == sent.size()) {
                        return reply;
                    }
                    continue;
                }
                requireHope(sent, reply);
                why = reply.reason();
            } catch (IOException e) {
                why = "The connection broke.";
            }
            if (++failed == TRIES) {
                throw new CliException(sent.file() + " is not uploaded yet: " + why + sent.goOn());
            }
            offset = OptionalLong.empty();
            waitAfter(failed, why);
        }
    }

    private HttpRequest question(Sent sent) {
        return tus(sent.path()).method("HEAD", BodyPublishers.noBody()).build();
    }

    private HttpRequest piece(Sent sent, long offset) {
        byte[] piece = read(sent, offset);
        return tus(sent.path())
                .timeout(ANSWER_WITHIN)
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", Long.toString(offset))
                .header("Upload-Checksum", "sha256 " + sha256(piece))
                .method("PATCH", BodyPublishers.ofByteArray(piece))
                .build();
    }

    private static byte[] read(Sent sent, long offset) {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, sent.size() - offset));
        try {
            while (piece.hasRemaining()) {
                if (sent.content().read(piece, offset + piece.position()) < 0) {
                    throw new CliException(sent.file() + " was cut off while it was sent; send it once more");
                }
            }
        } catch (IOException e) {
            throw new CliException(sent.file() + " cannot be read: " + e.getMessage() + sent.goOn(), e);
        }
        return piece.array();
    }

    private static long offset(Sent sent, Reply reply) {
        String length = reply.header("Upload-Length");
        if (!length.isEmpty() && Long.parseLong(length) != sent.size()) {
            throw new CliException(
                    sent.file() + " has " + sent.size() + " bytes, but upload " + sent.id() + " is of a file of "
                            + length + ": name that, or leave out --resume",
                    CliException.USAGE);
        }
        return Long.parseLong(reply.header("Upload-Offset"));
    }

    private static void requireHope(Sent sent, Reply reply) {
        boolean ended = reply.status() == 404 || reply.status() == 410;
        if (ended) {
            throw new CliException("there is no upload " + sent.id() + " any more; send " + sent.file()
                    + " once more, without --resume");
        }
        boolean refused = reply.status() == 409 && reply.reason().contains("/finish");
        if (refused || !(IS_LATER.contains(reply.status()) || IS_OUT_OF_STEP.contains(reply.status()))) {
            throw reply.refused(sent.file() + " was not uploaded");
        }
    }

    private HttpRequest.Builder tus(String path) {
        return client.request(path).header("Tus-Resumable", "1.0.0");
    }

    private void waitAfter(int failed, String why) throws InterruptedException {
        listener.broken(why);
        sleeper.sleep(BETWEEN.after(failed));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] piece) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(piece));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
