package dev.dashline.publisher.publication;

import dev.dashline.events.publisher.PublicationDone;
import dev.dashline.events.publisher.PublicationRefused;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.events.publisher.PublicationToWithdraw;
import dev.dashline.events.publisher.PublicationWithdrawn;

/**
 * Which of its outcomes a {@link PublicationResult} has: Avro's union is an {@code Object}, and this is the one place
 * that looks.
 */
enum ResultKind {
    DONE,
    REFUSED,
    WITHDRAWN,
    TO_WITHDRAW;

    static ResultKind of(PublicationResult result) {
        Object outcome = result.getOutcome();
        if (outcome instanceof PublicationDone) {
            return DONE;
        } else if (outcome instanceof PublicationRefused) {
            return REFUSED;
        } else if (outcome instanceof PublicationWithdrawn) {
            return WITHDRAWN;
        } else if (outcome instanceof PublicationToWithdraw) {
            return TO_WITHDRAW;
        }
        throw new IllegalArgumentException(
                "unknown outcome: " + outcome.getClass().getName());
    }
}
