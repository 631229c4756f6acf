package dev.dashline.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final RateLimits limits = new RateLimits(now::get);

    @Test
    void aMinutesWorthMayComeAtOnceAndThenAsMuchAsTimeAllows() {
        Caller three = caller("a", OptionalInt.of(3));
        for (int i = 0; i < 3; i++) {
            assertThat(limits.refusal(three)).isEmpty();
        }
        assertThat(limits.refusal(three)).contains(Duration.ofSeconds(20));
        assertThat(limits.refusal(caller("b", OptionalInt.of(3)))).isEmpty();

        now.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(limits.refusal(three)).isEmpty();
        assertThat(limits.refusal(three)).contains(Duration.ofSeconds(20));

        now.addAndGet(Duration.ofHours(1).toNanos());
        for (int i = 0; i < 3; i++) {
            assertThat(limits.refusal(three)).isEmpty();
        }
        assertThat(limits.refusal(three)).isPresent();
    }

    @Test
    void whoHasNoLimitIsNotCounted() {
        Caller free = caller("a", OptionalInt.empty());
        for (int i = 0; i < 1_000; i++) {
            assertThat(limits.refusal(free)).isEmpty();
        }
    }

    private static Caller caller(String name, OptionalInt perMinute) {
        return new Caller(name, "news", Set.of(Role.SUBMIT), List.of(), perMinute);
    }
}
