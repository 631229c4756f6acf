package dev.dashline.publisher.publication;

import dev.dashline.events.Failure;
import dev.dashline.events.Stage;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.RequestRules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes failures, with their messages. */
public final class Failures {

    private Failures() {}

    /** A failure with the code's usual stage, retryable as the code says. */
    public static Failure of(FailureCode code, String message) {
        return of(code, code.usualStage(), message);
    }

    /** A failure at another stage than the code's usual one. */
    public static Failure of(FailureCode code, Stage stage, String message) {
        return Failure.newBuilder()
                .setStage(stage)
                .setCode(code.name())
                .setRetryable(code.retryable())
                .setMessage(message)
                .build();
    }

    static Failure invalid(List<RequestRules.Problem> problems) {
        String rules = problems.stream().map(Object::toString).collect(Collectors.joining("; "));
        return of(FailureCode.INVALID_REQUEST, "The request is not valid: " + rules + ".");
    }

    static Failure superseded(int attempt, int by) {
        return of(FailureCode.SUPERSEDED, "Attempt " + by + " was requested before attempt " + attempt + " had ended.");
    }

    static Failure cancelled(int attempt) {
        return of(FailureCode.CANCELLED, "Attempt " + attempt + " was cancelled.");
    }

    /** The attempt was not public in time. */
    public static Failure deadlineExceeded(Stage stage, Optional<Instant> deadline) {
        String when = deadline.map(due -> "by " + due).orElse("in time");
        String state = switch (stage) {
            case REQUEST -> "its encoding had not started";
            case PUBLISH -> "it was encoded, but not published";
            default -> "it was being encoded";
        };
        return of(FailureCode.DEADLINE_EXCEEDED, stage, "The video was not public " + when + ": " + state + ".");
    }
}
