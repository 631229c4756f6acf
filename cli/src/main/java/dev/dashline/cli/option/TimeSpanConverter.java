package dev.dashline.cli.option;

import dev.dashline.runtime.config.Setting;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A positive span of time on the command line: {@code 250ms 10s 5m 2h} or ISO-8601. */
public final class TimeSpanConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        try {
            Duration value = Setting.parseDuration(text);
            if (!value.isNegative() && !value.isZero()) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for a span that is not positive.
        }
        throw new TypeConversionException("'" + text + "' is not a positive time span such as 30s, 5m or PT1.5S");
    }
}
