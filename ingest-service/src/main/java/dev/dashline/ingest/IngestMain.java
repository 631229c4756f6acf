package dev.dashline.ingest;

import dev.dashline.runtime.ServiceMain;

/** Runs ingest-service in a process of its own, configured by the environment. */
public final class IngestMain {

    private IngestMain() {}

    public static void main(String[] args) {
        int status = ServiceMain.run(System.getenv(), environment -> new IngestService(IngestConfig.from(environment)));
        if (status != 0) {
            System.exit(status);
        }
    }
}
