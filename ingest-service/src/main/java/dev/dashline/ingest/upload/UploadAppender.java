package dev.dashline.ingest.upload;

import dev.dashline.ingest.upload.UploadRefused.Reason;
import java.util.Optional;
import java.util.OptionalLong;

/** Stores the body of a request as parts of an upload. */
record UploadAppender(UploadStore store, Upload upload, UploadBody body) {

    /** Refuses a body that says that it is longer than what the upload lacks. */
    void requireRoom(long offset, OptionalLong length) {
        if (length.isPresent() && length.getAsLong() > upload.length() - offset) {
            throw tooLong();
        }
    }

    /**
     * Stores the body, and fails with what is wrong with it, if anything. What has come before is kept.
     *
     * @return the offset after it; empty if another client was there before
     */
    OptionalLong append(long offset, Optional<UploadChecksum> checksum) {
        OptionalLong end = checksum.isPresent() ? addChecked(offset, checksum.get()) : addAll(offset);
        requireSound();
        return end;
    }

    /** A checksum is of the whole body, so nothing is stored before all of it is there. */
    private OptionalLong addChecked(long offset, UploadChecksum checksum) {
        byte[] piece = body.next(upload.length() - offset);
        boolean ended = body.hasEnded();
        requireSound();
        if (!ended) {
            throw offset + piece.length == upload.length()
                    ? tooLong()
                    : new UploadRefused(
                            Reason.TOO_LARGE,
                            "A body with a checksum has at most " + UploadBody.PIECE + " bytes. Send several.");
        }
        checksum.check(piece);
        return add(offset, piece);
    }

    private OptionalLong addAll(long offset) {
        OptionalLong end = OptionalLong.of(offset);
        while (end.isPresent() && end.getAsLong() < upload.length()) {
            long from = end.getAsLong();
            byte[] piece = body.next(upload.length() - from);
            if (piece.length == 0) {
                return end;
            }
            if (from + piece.length == upload.length() && !body.hasEnded()) {
                throw tooLong();
            }
            end = add(from, piece);
        }
        return end;
    }

    private OptionalLong add(long offset, byte[] piece) {
        return piece.length == 0 || store.add(upload, offset, piece)
                ? OptionalLong.of(offset + piece.length)
                : OptionalLong.empty();
    }

    private void requireSound() {
        body.problem().ifPresent(problem -> {
            throw problem;
        });
    }

    private UploadRefused tooLong() {
        return new UploadRefused(
                Reason.TOO_LARGE, "The body goes beyond the " + upload.length() + " bytes that the upload has.");
    }
}
