package dev.dashline.cli.option;

import dev.dashline.cli.feed.Rate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A rate on the command line. */
public final class RateConverter implements ITypeConverter<Rate> {

    @Override
    public Rate convert(String text) {
        try {
            return Rate.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
