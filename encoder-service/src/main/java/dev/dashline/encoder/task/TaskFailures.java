package dev.dashline.encoder.task;

import dev.dashline.events.Failure;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.schemas.FailureCode;
import dev.dashline.store.StoreException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Turns exceptions into outcomes. */
public final class TaskFailures {

    private TaskFailures() {}

    public static TaskOutcome failed(EncoderTask task, MediaException e) {
        return failed(task, code(e.fault()), String.valueOf(e.getMessage()), e.detail(), e.exitCode());
    }

    public static TaskOutcome failed(EncoderTask task, StoreException e) {
        String object = e.object().toString();
        boolean source = object.equals(task.getRequest().getSource())
                || task.getRequest().getSubtitles().stream().anyMatch(file -> object.equals(file.getSource()));
        FailureCode code = switch (e.reason()) {
            case NOT_FOUND -> source ? FailureCode.SOURCE_CHANGED : FailureCode.OUTPUT_INVALID;
            case UNAUTHENTICATED -> FailureCode.STORE_UNAUTHENTICATED;
            case NO_BUCKET -> FailureCode.BUCKET_NOT_FOUND;
            case FORBIDDEN -> source ? FailureCode.SOURCE_FORBIDDEN : FailureCode.STORE_FORBIDDEN;
            case PRECONDITION_FAILED, CORRUPT -> FailureCode.OUTPUT_INVALID;
            case FULL, UNAVAILABLE -> FailureCode.STORE_UNAVAILABLE;
        };
        return failed(task, code, String.valueOf(e.getMessage()), null, OptionalInt.empty());
    }

    /** Faults have the names of codes. */
    static FailureCode code(MediaFault fault) {
        return FailureCode.valueOf(fault.name());
    }

    private static TaskOutcome failed(
            EncoderTask task, FailureCode code, String problem, @Nullable String detail, OptionalInt exitCode) {
        Failure failure = Failure.newBuilder()
                .setStage(WorkKind.of(task).stage())
                .setCode(code.name())
                .setRetryable(code.retryable())
                .setMessage(problem + " " + code.remedy())
                .setDetail(detail)
                .build();
        return new TaskOutcome.Failed(failure, exitCode);
    }
}
