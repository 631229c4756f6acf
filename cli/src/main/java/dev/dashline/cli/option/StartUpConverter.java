package dev.dashline.cli.option;

import dev.dashline.cli.simulation.SimulationSettings.StartUp;
import dev.dashline.runtime.config.Setting;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A span of start-up times on the command line: {@code 2s..6s}, or {@code 3s} for all the same. */
public final class StartUpConverter implements ITypeConverter<StartUp> {

    @Override
    public StartUp convert(String text) {
        String[] ends = text.split("\\.\\.", -1);
        try {
            Duration quickest = Setting.parseDuration(ends[0]);
            Duration slowest = Setting.parseDuration(ends[ends.length - 1]);
            if (ends.length <= 2 && !quickest.isNegative() && quickest.compareTo(slowest) <= 0) {
                return new StartUp(quickest, slowest);
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for spans that make no sense.
        }
        throw new TypeConversionException("'" + text + "' is no span of times such as 2s..6s");
    }
}
