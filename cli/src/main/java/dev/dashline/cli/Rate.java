package dev.dashline.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How often something may be done: {@code 5/s} or {@code 30/m}, as the time between two. */
final class Rate implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})/([sm])");

    @Override
    public Duration convert(String text) {
        Matcher rate = FORM.matcher(text);
        if (!rate.matches()) {
            throw new TypeConversionException("'" + text + "' is not a rate such as 5/s or 30/m");
        }
        Duration unit = rate.group(2).equals("s") ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
        return unit.dividedBy(Integer.parseInt(rate.group(1)));
    }
}
