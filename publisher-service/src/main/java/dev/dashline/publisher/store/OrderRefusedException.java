package dev.dashline.publisher.store;

import dev.dashline.events.Failure;
import dev.dashline.events.Stage;
import dev.dashline.publisher.publication.Failures;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.schemas.FailureCode;
import dev.dashline.store.StoreException;

/** An order cannot be carried out. Carries the failure to the publisher within this package. */
final class OrderRefusedException extends RuntimeException {

    private final transient Failure failure;

    private OrderRefusedException(Failure failure) {
        super(failure.getMessage());
        this.failure = failure;
    }

    static OrderRefusedException because(FailureCode code, String message) {
        return new OrderRefusedException(Failures.of(code, Stage.PUBLISH, message));
    }

    static OrderRefusedException late(PublicationOrder order) {
        return new OrderRefusedException(Failures.deadlineExceeded(Stage.PUBLISH, order.deadline()));
    }

    static OrderRefusedException because(StoreException e) {
        FailureCode code = switch (e.reason()) {
            case NOT_FOUND, CORRUPT -> FailureCode.OUTPUT_INVALID;
            case UNAUTHENTICATED -> FailureCode.STORE_UNAUTHENTICATED;
            case FORBIDDEN -> FailureCode.STORE_FORBIDDEN;
            case NO_BUCKET -> FailureCode.BUCKET_NOT_FOUND;
            case UNAVAILABLE -> FailureCode.STORE_UNAVAILABLE;
            case PRECONDITION_FAILED, FULL -> FailureCode.PUBLISH_FAILED;
        };
        return because(code, "Publishing failed: " + e.getMessage() + ".");
    }

    Failure failure() {
        return failure;
    }
}
