package dev.dashline.cli.option;

import dev.dashline.cli.client.Submission;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a request may say besides its source. */
public final class RequestOptions {

    @Option(names = "--profile", paramLabel = "NAME", description = "Encoding profile; h264-ladder if not given.")
    private Optional<String> profile = Optional.empty();

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = TimeSpanConverter.class,
            description = "Fail what is not published within this time: 30s, 5m, 2h.")
    private Optional<Duration> deadline = Optional.empty();

    @Option(names = "--title", paramLabel = "TEXT", description = "A title, for people.")
    private Optional<String> title = Optional.empty();

    @Option(
            names = "--damage",
            paramLabel = "WHAT",
            description = "What is done about damage of the source: refuse it, or conceal and list it. As the profile"
                    + " says if not given.")
    private Optional<String> damage = Optional.empty();

    @Option(
            names = "--frame-rate",
            paramLabel = "RATE",
            description = "Frames a second of a bare stream of H.264 or HEVC: 25, 29.97, 30000/1001.")
    private Optional<String> frameRate = Optional.empty();

    @Option(
            names = "--expires-after",
            paramLabel = "TIME",
            converter = TimeSpanConverter.class,
            description = "Unpublish the video this time after its publication: 12h, P30D. Never if not given.")
    private Optional<Duration> expiresAfter = Optional.empty();

    @Option(
            names = "--webhook",
            paramLabel = "URL",
            description = "Who is told of the video's events; as dashline webhook says if not given.")
    private Optional<String> webhook = Optional.empty();

    /** Whether somebody is told of the events. */
    public boolean isToldToAWebhook() {
        return webhook.isPresent();
    }

    public Submission submission(Source source) {
        return new Submission(source.uri(), title, profile, damage, frameRate, deadline, expiresAfter, webhook);
    }
}
