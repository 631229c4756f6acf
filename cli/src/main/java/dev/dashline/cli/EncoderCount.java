package dev.dashline.cli;

import picocli.CommandLine.Option;

/** How many encoder services a stack has. */
final class EncoderCount {

    private static final int MOST = 64;

    @Option(
            names = "--encoders",
            paramLabel = "N",
            defaultValue = "1",
            description = "Encoder services that share this machine (default: ${DEFAULT-VALUE}).")
    private int encoders = 1;

    /**
     * The number.
     *
     * @throws CliException if it makes no sense
     */
    int checked() {
        if (encoders < 1 || encoders > MOST) {
            throw new CliException("--encoders " + encoders + " is not from 1 to " + MOST, CliException.USAGE);
        }
        return encoders;
    }
}
