package dev.dashline.publisher;

import dev.dashline.runtime.ServiceMain;
import java.util.Map;

/** Runs publisher-service alone in a process, configured by its environment. */
public final class PublisherMain {

    private PublisherMain() {}

    public static void main(String[] arguments) {
        System.exit(run(System.getenv()));
    }

    /**
     * Runs until the process is to end. Blocks.
     *
     * @return the status for {@link System#exit}
     */
    public static int run(Map<String, String> environment) {
        return ServiceMain.run(environment, variables -> PublisherService.of(PublisherConfig.from(variables)));
    }
}
