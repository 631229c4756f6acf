package dev.dashline.encoder;

import dev.dashline.runtime.Layer;
import dev.dashline.runtime.threads.Loop;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.runtime.threads.Work;
import dev.dashline.schemas.storage.ObjectTarget;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.schemas.storage.Timeline;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoreException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the timelines of attempts that have ended, one after the other, on a thread of its own: nothing waits for
 * them. One that cannot be stored is given up. Those that wait are stored when this is closed. Safe for use by any
 * thread.
 */
final class TimelineWriter implements Layer, EndedAttemptListener {

    private static final Logger log = LoggerFactory.getLogger(TimelineWriter.class);

    /** If more wait, the store does not keep up. */
    private static final int MOST = 1_000;

    private final ObjectStore store;
    private final StorageLayout layout;
    private final Supervisor supervisor;
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(MOST);
    private @Nullable Loop loop;

    TimelineWriter(ObjectStore store, StorageLayout layout, Supervisor supervisor) {
        this.store = store;
        this.layout = layout;
        this.supervisor = supervisor;
    }

    @Override
    public void ended(String videoId, int attempt, Timeline timeline) {
        if (!waiting.offer(() -> write(videoId, attempt, timeline))) {
            log.atWarn()
                    .addKeyValue("videoId", videoId)
                    .addKeyValue("attempt", attempt)
                    .log("timeline given up: too many wait for the store");
        }
    }

    @Override
    public void start() {
        loop = supervisor.loop("timelines", new Writing());
    }

    @Override
    public void close() {
        if (loop != null) {
            loop.close();
        }
    }

    /** Replaces one that was written of an end which was never committed. */
    private void write(String videoId, int attempt, Timeline timeline) {
        ObjectTarget target = layout.attempt(videoId, attempt).timeline();
        try {
            Precondition precondition = store.version(target.uri())
                    .map(there -> Precondition.generationMatches(there.generation()))
                    .orElseGet(Precondition::absent);
            store.write(
                    target.uri(),
                    timeline.toJson(),
                    precondition,
                    new ObjectAttributes(target.mediaType(), target.cacheControl()));
        } catch (StoreException e) {
            log.atWarn()
                    .addKeyValue("videoId", videoId)
                    .addKeyValue("attempt", attempt)
                    .setCause(e)
                    .log("timeline not stored");
        }
    }

    private final class Writing implements Work {

        @Override
        public void step() throws InterruptedException {
            waiting.take().run();
        }

        @Override
        public void wakeUp() {
            boolean unused = waiting.offer(() -> {}); // if it is full, nobody waits
        }

        @Override
        public void end() {
            for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
                next.run();
            }
        }
    }
}
