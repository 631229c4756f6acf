package dev.dashline.store.gcs;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import dev.dashline.store.Crc32c;
import dev.dashline.store.FileErrors;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.Precondition;
import dev.dashline.store.Precondition.GenerationMatches;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;

/**
 * One upload. It carries a checksum, so that the server refuses content that was damaged on its way, and a
 * precondition, so that it can be repeated.
 */
record GcsUpload(Storage client, GcsCalls calls, URI object, Precondition precondition, ObjectAttributes attributes) {

    /**
     * Content of at most this many bytes is held in memory and sent in one request; more is streamed and can be
     * resumed.
     */
    private static final int ONE_REQUEST = 4 << 20;

    /** How many bytes of a stream are sent, and repeated, at a time. */
    private static final int PIECE = 4 << 20;

    private static final int TRIES = 3;

    private interface Sender {
        Blob send() throws IOException;
    }

    StoredObject from(Path content) {
        try {
            long size = Files.size(content);
            if (size <= ONE_REQUEST) {
                return from(Files.readAllBytes(content));
            }
            String crc32c = Crc32c.of(content);
            BlobWriteOption holds = precondition instanceof GenerationMatches matches
                    ? BlobWriteOption.generationMatch(matches.generation())
                    : BlobWriteOption.doesNotExist();
            BlobInfo info = info(crc32c);
            return send(
                    () -> client.createFrom(info, content, PIECE, holds, BlobWriteOption.crc32cMatch()), size, crc32c);
        } catch (IOException e) {
            throw FileErrors.explain(content.toUri(), "read", e);
        }
    }

    StoredObject from(byte[] content) {
        String crc32c = Crc32c.of(content);
        BlobTargetOption holds = precondition instanceof GenerationMatches matches
                ? BlobTargetOption.generationMatch(matches.generation())
                : BlobTargetOption.doesNotExist();
        BlobInfo info = info(crc32c);
        return send(
                () -> client.create(info, content, holds, BlobTargetOption.disableGzipContent()),
                content.length,
                crc32c);
    }

    private BlobInfo info(String crc32c) {
        byte[] bigEndian = ByteBuffer.allocate(Integer.BYTES)
                .putInt(HexFormat.fromHexDigits(crc32c))
                .array();
        return BlobInfo.newBuilder(GcsNames.object(object))
                .setContentType(attributes.contentType())
                .setCacheControl(attributes.cacheControl())
                .setCrc32c(Base64.getEncoder().encodeToString(bigEndian))
                .build();
    }

    private StoredObject send(Sender sender, long size, String crc32c) {
        for (int tries = 1; ; tries++) {
            try {
                StoredObject stored = GcsObjectStore.describe(object, calls.run(object, "write", sender::send));
                if (stored.size() != size || !stored.crc32c().equals(crc32c)) {
                    throw new StoreException(Reason.CORRUPT, object, "stored " + stored + ", sent " + crc32c, null);
                }
                return stored;
            } catch (StoreException explained) {
                if (tries == TRIES || !isWorthAnother(explained)) {
                    throw explained.reason() == Reason.NOT_FOUND
                            ? new StoreException(Reason.UNAVAILABLE, object, "" + explained.getMessage(), explained)
                            : explained;
                }
            }
        }
    }

    /**
     * Whether it is worth a repetition that the client does not make by itself: after content that was damaged on its
     * way, or for an upload session that is gone.
     */
    private static boolean isWorthAnother(StoreException e) {
        return e.reason() == Reason.CORRUPT || e.reason() == Reason.NOT_FOUND || GcsErrors.isStatus(e, 410);
    }
}
