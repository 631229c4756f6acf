package dev.dashline.publisher;

import dev.dashline.runtime.ServiceMain;

/** The publisher as a process: configured by its environment, stopped by SIGTERM. */
public final class PublisherMain {

    private PublisherMain() {}

    public static void main(String[] args) {
        System.exit(ServiceMain.run(
                System.getenv(), environment -> PublisherService.of(PublisherConfig.from(environment))));
    }
}
