package dev.dashline.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.ApiKey;
import dev.dashline.schemas.TrustedEvents;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

    static {
        TrustedEvents.vouch();
    }

    private final AtomicLong now = new AtomicLong(-1);
    private final ApiKeys keys = new ApiKeys(now::get);
    private final ApiToken token = ApiToken.random(new SecureRandom());

    @Test
    void letsTheHolderOfAKeyDoWhatItAllows() {
        put(key(token)
                .setRoles(List.of("view", "fly"))
                .setSourceRoots(List.of("gs://input/"))
                .setRequestsPerMinute(7)
                .build());
        keys.knownAsOf(now.get());

        assertThat(keys.identify(token.text()))
                .isEqualTo(new Identity.Known(new Caller(
                        "desk/" + token.keyId(),
                        "news",
                        Set.of(Role.VIEW),
                        List.of(URI.create("gs://input/")),
                        OptionalInt.of(7))));
    }

    @Test
    void refusesWhatIsNoKeyOrNotAnyMore() {
        ApiToken removed = ApiToken.random(new SecureRandom());
        ApiToken revoked = ApiToken.random(new SecureRandom());
        put(key(token).build());
        put(key(removed).build());
        put(key(revoked).build());
        keys.knownAsOf(now.get());
        assertThat(keys.identify(revoked.text())).isInstanceOf(Identity.Known.class);
        keys.put(removed.keyId(), Optional.empty());
        put(key(revoked).setRevokedAt(Instant.EPOCH).build());

        assertThat(keys.identify(removed.text())).isInstanceOf(Identity.Refused.class);
        assertThat(keys.identify(revoked.text())).isInstanceOf(Identity.Refused.class);
        assertThat(keys.identify(ApiToken.random(new SecureRandom()).text())).isInstanceOf(Identity.Refused.class);
        String otherSecret = ApiToken.random(new SecureRandom()).text().substring("dashline_".length() + 16);
        assertThat(keys.identify("dashline_" + token.keyId() + otherSecret)).isInstanceOf(Identity.Refused.class);
        assertThat(keys.identify(key(token).build().getHash())).isInstanceOf(Identity.Refused.class);
        assertThat(keys.identify("")).isInstanceOf(Identity.Refused.class);
    }

    @Test
    void takesNoKeyThatCouldHaveBeenRevokedMeanwhile() {
        put(key(token).build());
        assertThat(keys.identify(token.text())).isInstanceOf(Identity.NotNow.class);

        keys.knownAsOf(now.get());
        now.addAndGet(ApiKeys.REVOKED_WITHIN.toNanos());
        assertThat(keys.identify(token.text())).isInstanceOf(Identity.Known.class);
        now.addAndGet(Duration.ofNanos(1).toNanos());
        assertThat(keys.identify(token.text())).isInstanceOf(Identity.NotNow.class);
    }

    @Test
    void aTokenIsReadAsItWasWrittenAndShownWithoutItsSecret() {
        assertThat(ApiToken.parse(token.text()).map(ApiToken::hash)).contains(token.hash());
        assertThat(ApiToken.parse(token.text() + "A")).isEmpty();
        assertThat(token.hash()).matches("[0-9a-f]{64}");
        assertThat(token.toString()).isEqualTo("dashline_" + token.keyId() + "_…");
    }

    private void put(ApiKey key) {
        keys.put(key.getKeyId(), Optional.of(key));
    }

    private static ApiKey.Builder key(ApiToken token) {
        return ApiKey.newBuilder()
                .setKeyId(token.keyId())
                .setHash(token.hash())
                .setName("desk")
                .setTenant("news")
                .setRoles(List.of("view"))
                .setCreatedAt(Instant.EPOCH);
    }
}
