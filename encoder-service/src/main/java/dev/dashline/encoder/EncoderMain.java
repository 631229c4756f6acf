package dev.dashline.encoder;

import dev.dashline.runtime.ServiceMain;

/** The encoder as a process: configured by its environment, stopped by SIGTERM. */
public final class EncoderMain {

    private EncoderMain() {}

    public static void main(String[] args) {
        System.exit(
                ServiceMain.run(System.getenv(), environment -> EncoderService.of(EncoderConfig.from(environment))));
    }
}
