package dev.dashline.runtime.store;

import com.google.auth.Retryable;
import com.google.cloud.storage.StorageException;
import dev.dashline.runtime.store.StoreException.Reason;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What errors of Google's client mean to users of a store. */
final class GcsErrors {

    private GcsErrors() {}

    static StoreException explain(URI object, String doing, Throwable e) {
        return new StoreException(
                reason(e),
                object,
                "cannot " + doing + " " + object + ": " + Objects.toString(e.getMessage(), e.toString()),
                e);
    }

    static boolean isStatus(Throwable e, int status) {
        StorageException answer = find(e, StorageException.class);
        return answer != null && answer.getCode() == status;
    }

    private static Reason reason(Throwable e) {
        StoreException own = find(e, StoreException.class);
        if (own != null) {
            return own.reason();
        }
        StorageException answer = find(e, StorageException.class);
        Reason reason = answer == null ? Reason.UNAVAILABLE : answered(answer);
        return reason == Reason.UNAVAILABLE && isRefusedToken(e) ? Reason.UNAUTHENTICATED : reason;
    }

    private static Reason answered(StorageException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return switch (e.getCode()) {
            case 400 -> isChecksum(text) ? Reason.CORRUPT : Reason.UNAVAILABLE;
            case 401 -> Reason.UNAUTHENTICATED;
            case 403 -> forbidden(String.valueOf(e.getReason()));
            case 404 -> text.contains("bucket does not exist") ? Reason.NO_BUCKET : Reason.NOT_FOUND;
            case 412 -> Reason.PRECONDITION_FAILED;
            default -> Reason.UNAVAILABLE;
        };
    }

    private static Reason forbidden(String reason) {
        return switch (reason) {
            case "quotaExceeded" -> Reason.FULL;
            case "rateLimitExceeded", "userRateLimitExceeded" -> Reason.UNAVAILABLE;
            default -> Reason.FORBIDDEN;
        };
    }

    private static boolean isChecksum(String text) {
        return text.contains("crc32c") || text.contains("md5") || text.contains("checksum");
    }

    /** Credentials that the token server refused; one that could not be reached may be reached later. */
    private static boolean isRefusedToken(Throwable e) {
        Retryable token = find(e, Retryable.class);
        return token != null && !token.isRetryable();
    }

    private static <T> @Nullable T find(Throwable e, Class<T> type) {
        int depth = 0;
        for (Throwable cause = e; cause != null && depth < 20; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            depth++;
        }
        return null;
    }
}
