package dev.dashline.gcsemulator;

/** An answer other than success, as Cloud Storage's JSON API gives it. */
final class GcsException extends RuntimeException {

    private final int status;
    private final String reason;

    private GcsException(int status, String reason, String message) {
        super(message, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    static GcsException status(int status) {
        return new GcsException(
                status,
                switch (status) {
                    case 304, 412 -> "conditionNotMet";
                    case 400 -> "invalid";
                    case 401 -> "authError";
                    case 403 -> "forbidden";
                    case 404 -> "notFound";
                    case 408 -> "requestTimeout";
                    case 409 -> "conflict";
                    case 410 -> "gone";
                    case 416 -> "requestedRangeNotSatisfiable";
                    case 429 -> "rateLimitExceeded";
                    default -> "backendError";
                },
                "answered with " + status + " on purpose");
    }

    static GcsException badRequest(String message) {
        return new GcsException(400, "invalid", message);
    }

    static GcsException noObject(String bucket, String name) {
        return new GcsException(404, "notFound", "No such object: " + bucket + "/" + name);
    }

    static GcsException noBucket() {
        return new GcsException(404, "notFound", "The specified bucket does not exist.");
    }

    static GcsException notFound(String message) {
        return new GcsException(404, "notFound", message);
    }

    static GcsException conflict(String message) {
        return new GcsException(409, "conflict", message);
    }

    static GcsException conditionNotMet() {
        return new GcsException(
                412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
    }

    /** The answer to a conditional read when the content has not changed. */
    static GcsException notModified() {
        return new GcsException(304, "notModified", "Not Modified");
    }

    static GcsException rangeNotSatisfiable(long size) {
        return new GcsException(
                416, "requestedRangeNotSatisfiable", "Request range not satisfiable: " + size + " bytes");
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
