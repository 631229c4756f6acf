package dev.dashline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final List<Topic<?>> ALL =
            Stream.concat(Topics.PUBLIC.stream(), Topics.PRIVATE.stream()).toList();

    /** Topics that one task reads whole, or that nobody joins with another. */
    private static final List<Topic<?>> OF_ONE_PARTITION = List.of(
            Topics.ENCODER_QUEUE,
            Topics.ENCODER_TASKS,
            Topics.ENCODER_SHORT_TASKS,
            Topics.ENCODER_WORKERS,
            Topics.ENCODER_PROFILES,
            Topics.ENCODER_BACKLOG,
            Topics.ENCODER_ORDERS,
            Topics.API_KEYS,
            Topics.WEBHOOK_TARGETS);

    @Test
    void everyTopicHasItsOwnName() {
        assertThat(ALL).extracting(Topic::name).doesNotHaveDuplicates();
    }

    @Test
    void topicsThatStateMachinesJoinHaveTheSameNumberOfPartitions() {
        assertThat(ALL)
                .filteredOn(topic -> !OF_ONE_PARTITION.contains(topic))
                .extracting(Topic::partitions)
                .containsOnly(Topics.PARTITIONS);
    }

    @Test
    void aPrivateTopicIsNamedAfterTheOneServiceThatUsesIt() {
        assertThat(Topics.PRIVATE).allSatisfy(topic -> {
            assertThat(topic.writers()).isEqualTo(topic.readers()).hasSize(1);
            String service = topic.writers().get(0).replace("-service", "");
            assertThat(topic.name()).startsWith(service + "-");
        });
    }
}
