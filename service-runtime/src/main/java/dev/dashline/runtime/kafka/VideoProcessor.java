package dev.dashline.runtime.kafka;

import dev.dashline.runtime.deadletter.RefusedRecordException;
import dev.dashline.schemas.FailureCode;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A processor that keeps a state for each video and has timers for it. Belongs to one stream task; only the thread of
 * that task calls it.
 *
 * @param <S> the state of a video
 * @param <E> the events that it forwards
 */
public abstract class VideoProcessor<S, E extends SpecificRecord> extends EventProcessor<E> {

    private final String stateStore;
    private final String timerStore;
    private @Nullable KeyValueStore<String, S> states;
    private @Nullable Timers timers;

    /**
     * @param stateStore name of the store of states, by {@code videoId}
     * @param timerStore name of a store built by {@link Timers#store}
     */
    protected VideoProcessor(String stateStore, String timerStore) {
        this.stateStore = stateStore;
        this.timerStore = timerStore;
    }

    @Override
    public void init(ProcessorContext<String, E> context) {
        super.init(context);
        this.states = context.getStateStore(stateStore);
        this.timers = new Timers(context, timerStore, this::wake);
    }

    @Override
    public void close() {
        super.close();
        if (timers != null) {
            timers.close();
        }
    }

    /** Called when a timer of the video is due. The timer is already removed. */
    protected abstract void wake(String videoId);

    /**
     * Refuses an event whose record key is not its {@code videoId}: another task may have the state of the video.
     *
     * @throws RefusedRecordException {@code UNDECODABLE_RECORD}
     */
    protected static void requireAddressed(@Nullable String key, String videoId) {
        if (!videoId.equals(key)) {
            throw new RefusedRecordException(FailureCode.UNDECODABLE_RECORD, "its key is not its videoId");
        }
    }

    protected final Optional<S> known(String videoId) {
        return Optional.ofNullable(states().get(videoId));
    }

    protected final KeyValueStore<String, S> states() {
        return initialised(states);
    }

    protected final Timers timers() {
        return initialised(timers);
    }
}
