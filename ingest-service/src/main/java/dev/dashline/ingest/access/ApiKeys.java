package dev.dashline.ingest.access;

import dev.dashline.events.ApiKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The API keys, as they were a moment ago. What was known longer ago than {@link #REVOKED_WITHIN} lets nobody in: a key
 * could have been revoked meanwhile. Safe for use by any thread.
 */
public final class ApiKeys implements Authenticator {

    /** How soon a revocation counts, in every replica. */
    public static final Duration REVOKED_WITHIN = Duration.ofSeconds(5);

    private final LongSupplier nanos;
    private final Map<String, ApiKey> byId = new ConcurrentHashMap<>();
    private volatile @Nullable Long knownAt;

    /** @param nanos the time, as {@link System#nanoTime} */
    public ApiKeys(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The newest that is known of a key; empty if there is no such key any more. One of another id is none. */
    public void put(String keyId, Optional<ApiKey> key) {
        key.filter(it -> it.getKeyId().equals(keyId))
                .ifPresentOrElse(it -> byId.put(keyId, it), () -> byId.remove(keyId));
    }

    /** All that was written until then has been put here. */
    public void knownAsOf(long time) {
        knownAt = time;
    }

    /** Whether they have been read once. */
    public boolean areKnown() {
        return knownAt != null;
    }

    @Override
    public Identity identify(String token) {
        Optional<ApiToken> shown = ApiToken.parse(token);
        if (shown.isEmpty()) {
            return new Identity.Refused("no key has this form");
        }
        @Nullable Long known = knownAt;
        if (known == null || nanos.getAsLong() - known > REVOKED_WITHIN.toNanos()) {
            return new Identity.NotNow("Kafka does not tell which keys are valid.");
        }
        @Nullable ApiKey key = byId.get(shown.get().keyId());
        if (key == null) {
            return new Identity.Refused("there is no key " + shown.get().keyId());
        }
        if (!MessageDigest.isEqual(bytes(key.getHash()), bytes(shown.get().hash()))) {
            return new Identity.Refused("wrong secret of key " + key.getKeyId());
        }
        if (key.getRevokedAt().isPresent()) {
            return new Identity.Refused("key " + key.getKeyId() + " was revoked");
        }
        try {
            return new Identity.Known(caller(key));
        } catch (IllegalArgumentException e) {
            return new Identity.Refused("key " + key.getKeyId() + " has a source root that is no URI");
        }
    }

    private static Caller caller(ApiKey key) {
        Set<Role> roles = key.getRoles().stream()
                .flatMap(word -> Role.named(word).stream())
                .collect(Collectors.toSet());
        List<URI> roots = key.getSourceRoots().stream().map(URI::create).toList();
        OptionalInt perMinute = key.getRequestsPerMinute().map(OptionalInt::of).orElseGet(OptionalInt::empty);
        return new Caller(key.getName() + '/' + key.getKeyId(), key.getTenant(), roles, roots, perMinute);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
