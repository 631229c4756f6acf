package dev.dashline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.schemas.TopicCopies.Copies;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TopicCopiesTest {

    @Test
    void changesTopicsThatHaveThreeReplicasOrMoreAndAreAcknowledgedByOne() {
        assertThat(TopicCopies.toBeChanged(Map.of(
                        "one", new Copies(1, 1),
                        "two", new Copies(2, 1),
                        "three", new Copies(3, 1),
                        "five", new Copies(5, 1),
                        "set", new Copies(3, 2),
                        "stricter", new Copies(5, 3))))
                .containsExactlyInAnyOrder("three", "five");
    }

    @Test
    void saysWhatMayBeLost() {
        assertThat(TopicCopies.advice(new TreeMap<>(Map.of("b", new Copies(1, 1), "a", new Copies(2, 1)))))
                .hasValueSatisfying(
                        advice -> assertThat(advice).startsWith("2 topics have fewer than 3 replicas, such as a: "));
        assertThat(TopicCopies.advice(new TreeMap<>())).isEmpty();
    }
}
