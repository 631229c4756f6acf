package dev.dashline.cli.failed;

import dev.dashline.cli.option.TimeSpanConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that select failures. */
final class FailureFilter {

    @Option(
            names = "--code",
            paramLabel = "CODE",
            split = ",",
            description = "Only those with this code, or one of several: see docs/failures.md.")
    private List<String> codes = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeSpanConverter.class,
            description = "Only those of this last span of time: 30m, 1h.")
    private Optional<Duration> since = Optional.empty();

    /** The codes in capitals; none if any code will do. */
    List<String> codes() {
        return codes.stream().map(code -> code.toUpperCase(Locale.ROOT)).toList();
    }

    Optional<Duration> since() {
        return since;
    }
}
