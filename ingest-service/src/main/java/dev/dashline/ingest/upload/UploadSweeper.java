package dev.dashline.ingest.upload;

import dev.dashline.runtime.Layer;
import dev.dashline.runtime.threads.Supervisor;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps uploads now and then. Every replica may do so: what one has removed is not there for the others. */
public final class UploadSweeper implements Layer {

    private static final Logger log = LoggerFactory.getLogger(UploadSweeper.class);
    private static final Duration EVERY = Duration.ofMinutes(5);

    private final UploadHandler uploads;
    private final Supervisor supervisor;

    public UploadSweeper(UploadHandler uploads, Supervisor supervisor) {
        this.uploads = uploads;
        this.supervisor = supervisor;
    }

    @Override
    public void start() {
        supervisor.every(EVERY, "upload-sweep", this::sweep);
    }

    private void sweep() {
        int expired = uploads.sweep();
        if (expired > 0) {
            log.atInfo().addKeyValue("uploads", expired).log("expired uploads removed");
        }
    }

    /** The supervisor stops the thread. */
    @Override
    public void close() {}
}
