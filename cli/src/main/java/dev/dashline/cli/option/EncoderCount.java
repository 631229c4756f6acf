package dev.dashline.cli.option;

import dev.dashline.cli.base.CliException;
import picocli.CommandLine.Option;

/** How many encoder services a stack has. */
public final class EncoderCount {

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
     * @param least how few make sense
     * @throws CliException if it makes no sense
     */
    public int checked(int least) {
        if (encoders < least || encoders > MOST) {
            throw new CliException(
                    "--encoders " + encoders + " is not from " + least + " to " + MOST, CliException.USAGE);
        }
        return encoders;
    }
}
