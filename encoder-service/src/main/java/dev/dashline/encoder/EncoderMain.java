package dev.dashline.encoder;

import dev.dashline.runtime.ServiceMain;
import java.util.Map;

/** Runs encoder-service alone in a process, configured by its environment. */
public final class EncoderMain {

    private EncoderMain() {}

    public static void main(String[] arguments) {
        System.exit(run(System.getenv()));
    }

    /**
     * Runs until the process is to end. Blocks.
     *
     * @return the status for {@link System#exit}
     */
    public static int run(Map<String, String> environment) {
        return ServiceMain.run(environment, variables -> EncoderService.of(EncoderConfig.from(variables)));
    }
}
