package dev.dashline.ingest.video;

import dev.dashline.events.SubtitleSource;
import dev.dashline.events.VideoRequested;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** Hashes a request without its id and time, to compare it with another. */
final class Fingerprint {

    private final MessageDigest digest;

    private Fingerprint(MessageDigest digest) {
        this.digest = digest;
    }

    /** SHA-256 of a request without its identity and its time: 64 hexadecimal digits, lower case. */
    static String of(VideoRequested request) {
        Fingerprint fingerprint = new Fingerprint(sha256());
        fingerprint.add(request.getSource());
        fingerprint.add(request.getProfile());
        fingerprint.add(request.getTitle().orElse(""));
        fingerprint.add(request.getPriority());
        fingerprint.add(
                request.getPublicationTimeoutMillis().map(Object::toString).orElse(""));
        fingerprint.add(request.getDeadline().map(Object::toString).orElse(""));
        fingerprint.add(request.getDeadlineClock());
        fingerprint.add(request.getLabels().size());
        new TreeMap<>(request.getLabels()).forEach((key, value) -> {
            fingerprint.add(key);
            fingerprint.add(value);
        });
        for (SubtitleSource subtitle : request.getSubtitles()) {
            fingerprint.add(subtitle.getSource());
            fingerprint.add(subtitle.getLanguage());
            fingerprint.add(subtitle.getLabel().orElse(""));
        }
        // Only where it is given: requests of versions that did not know these keep their hash.
        request.getDamage().ifPresent(fingerprint::add);
        request.getFrameRate().ifPresent(rate -> fingerprint.add("frame rate " + rate));
        request.getExpiresAt().ifPresent(moment -> fingerprint.add("expires at " + moment));
        request.getExpiresAfterMillis().ifPresent(millis -> fingerprint.add("expires after " + millis));
        request.getWebhook().ifPresent(url -> fingerprint.add("webhook " + url));
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    /** Adds the length first, so that different lists of parts have different hashes. */
    private void add(Object part) {
        byte[] bytes = part.toString().getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
