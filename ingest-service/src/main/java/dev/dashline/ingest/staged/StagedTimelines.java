package dev.dashline.ingest.staged;

import dev.dashline.ingest.telemetry.Timelines;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.schemas.storage.Timeline;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads timelines from the private root. Changes nothing there. Safe for use by any thread. */
public final class StagedTimelines implements Timelines {

    private static final Logger log = LoggerFactory.getLogger(StagedTimelines.class);

    private final ObjectStore store;
    private final StorageLayout layout;

    /** @param store stays open */
    public StagedTimelines(ObjectStore store, StorageLayout layout) {
        this.store = store;
        this.layout = layout;
    }

    @Override
    public Optional<Timeline> find(String videoId, int attempt) {
        URI object = layout.attempt(videoId, attempt).timeline().uri();
        try {
            return store.version(object).flatMap(there -> read(object, there.generation()));
        } catch (StoreException e) {
            log.atWarn().addKeyValue("object", object).setCause(e).log("timeline cannot be read");
            return Optional.empty();
        }
    }

    private Optional<Timeline> read(URI object, long generation) {
        try {
            return Optional.of(Timeline.fromJson(store.readAll(object, generation)));
        } catch (IOException e) {
            log.atWarn().addKeyValue("object", object).setCause(e).log("timeline is not valid");
            return Optional.empty();
        }
    }
}
