package dev.dashline.cli.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.cli.base.CliException;
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
 * @param frameRate of a bare stream of pictures; empty for any other source
 * @param deadline the video must be public within this time from now, if it must
 * @param expiresAfter how long it stays public; for ever if empty
 * @param webhook who is told of its events; as its tenant says if empty
 */
public record Submission(
        URI source,
        Optional<String> title,
        Optional<String> profile,
        Optional<String> damage,
        Optional<String> frameRate,
        Optional<Duration> deadline,
        Optional<Duration> expiresAfter,
        Optional<String> webhook) {

    /** As the body of {@code POST /videos}. */
    public ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("source", source.toString());
        title.ifPresent(text -> body.put("title", text));
        profile.ifPresent(name -> body.put("profile", name));
        damage.ifPresent(what -> body.put("damage", what));
        frameRate.ifPresent(rate -> body.put("frameRate", rate));
        deadline.ifPresent(time -> body.put("publicationTimeout", time.toString()));
        webhook.ifPresent(url -> body.put("webhook", url));
        expiresAfter.ifPresent(time -> body.put("expiresAfter", time.toString()));
        return body;
    }

    /** That it was refused, and why. */
    public CliException refused(String reason) {
        return new CliException(source + " was refused: " + reason);
    }

    /** The same of another source. */
    Submission of(URI other) {
        return new Submission(other, title, profile, damage, frameRate, deadline, expiresAfter, webhook);
    }
}
