package dev.dashline.cli.client;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What a client asks for.
 *
 * @param source the video
 * @param title for people
 * @param profile the encoding profile; the service's default if empty
 * @param damage {@code refuse} or {@code conceal} damage of the source; as the profile says if empty
 * @param deadline the video must be public within this time from now, if it must
 * @param expiresAfter how long it stays public; for ever if empty
 * @param webhook who is told of its events; as its tenant says if empty
 */
public record Submission(
        URI source,
        Optional<String> title,
        Optional<String> profile,
        Optional<String> damage,
        Optional<Duration> deadline,
        Optional<Duration> expiresAfter,
        Optional<String> webhook) {

    /** The same of another source. */
    Submission of(URI other) {
        return new Submission(other, title, profile, damage, deadline, expiresAfter, webhook);
    }
}
