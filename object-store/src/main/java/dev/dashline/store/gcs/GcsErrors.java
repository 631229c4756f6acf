package dev.dashline.store.gcs;

import com.google.auth.Retryable;
import com.google.cloud.storage.StorageException;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Translates errors of Google's client. */
final class GcsErrors {

    private static final int DEPTH = 20;

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
        Reason reason = answer == null ? Reason.UNAVAILABLE : answered(answer, messages(e));
        return reason == Reason.UNAVAILABLE && isRefusedToken(e) ? Reason.UNAUTHENTICATED : reason;
    }

    private static Reason answered(StorageException e, String text) {
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

    /** Whether the token server refused the credentials. A server that cannot be reached is no refusal. */
    private static boolean isRefusedToken(Throwable e) {
        Retryable token = find(e, Retryable.class);
        return token != null && !token.isRetryable();
    }

    /** The messages of all causes: which of them quotes the server depends on the kind of request. */
    private static String messages(Throwable e) {
        return causes(e).stream()
                .map(cause -> String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("\n"));
    }

    private static <T> @Nullable T find(Throwable e, Class<T> type) {
        for (Throwable cause : causes(e)) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static List<Throwable> causes(Throwable e) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = e; cause != null && causes.size() < DEPTH; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
