package dev.dashline.publisher.store;

import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.Inventory;
import dev.dashline.schemas.storage.Inventory.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Checks every object of an inventory, several at a time. Stops at the first that is wrong. */
record Verification(StagedObjects staged, Retries retries, ExecutorService threads) {

    void check(PublicationOrder order, AttemptLayout attempt, Inventory inventory) throws InterruptedException {
        if (inventory.objects().isEmpty()) {
            throw OrderRefusedException.because(FailureCode.OUTPUT_INVALID, "The inventory lists no object.");
        }
        ExecutorCompletionService<Boolean> checks = new ExecutorCompletionService<>(threads);
        List<Future<Boolean>> running = new ArrayList<>();
        try {
            for (Entry entry : inventory.objects()) {
                if (!attempt.holds(entry.uri())) {
                    throw OrderRefusedException.because(
                            FailureCode.OUTPUT_INVALID, entry.uri() + " is not where this attempt's output belongs.");
                }
                running.add(checks.submit(() -> check(order, entry)));
            }
            for (int i = 0; i < running.size(); i++) {
                checks.take().get();
            }
        } catch (ExecutionException e) {
            throw cause(e);
        } finally {
            running.forEach(check -> check.cancel(true));
        }
    }

    private boolean check(PublicationOrder order, Entry entry) throws InterruptedException {
        return retries.call(order, () -> {
            staged.check(entry);
            return true;
        });
    }

    private static RuntimeException cause(ExecutionException e) {
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
}
