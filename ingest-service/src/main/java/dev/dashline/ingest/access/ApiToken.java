package dev.dashline.ingest.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the holder of an API key shows: {@code dashline_ID_SECRET}. Its text is never logged. Immutable. */
public final class ApiToken {

    private static final String PREFIX = "dashline_";
    private static final Pattern SHAPE = Pattern.compile(PREFIX + "([0-9a-f]{16})_([A-Za-z0-9_-]{43})");
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;

    private final String keyId;
    private final String secret;

    private ApiToken(String keyId, String secret) {
        this.keyId = keyId;
        this.secret = secret;
    }

    /** A new one, whose secret has 256 random bits. */
    public static ApiToken random(SecureRandom random) {
        byte[] id = new byte[ID_BYTES];
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(id);
        random.nextBytes(secret);
        return new ApiToken(
                HexFormat.of().formatHex(id),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** Whether a text claims to be one, and not a token of another kind. */
    static boolean isMeantBy(String text) {
        return text.startsWith(PREFIX);
    }

    /** Reads what {@link #text} wrote; empty for any other text. */
    public static Optional<ApiToken> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        return matcher.matches() ? Optional.of(new ApiToken(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** Names the key; no secret. */
    public String keyId() {
        return keyId;
    }

    /**
     * SHA-256 of the secret, 64 hexadecimal digits in lower case. That is enough to keep a secret that nobody chose and
     * nobody can guess; a slow hash is for passwords.
     */
    public String hash() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(secret.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** All of it, for its holder and for nobody else. */
    public String text() {
        return PREFIX + keyId + '_' + secret;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return PREFIX + keyId + "_…";
    }
}
