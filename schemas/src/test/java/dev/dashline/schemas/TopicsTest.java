package dev.dashline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.encoder.EncoderTask;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final List<Topic<?>> ALL =
            Stream.concat(Topics.PUBLIC.stream(), Topics.PRIVATE.stream()).toList();

    @Test
    void everyTopicHasItsOwnName() {
        assertThat(ALL).extracting(Topic::name).doesNotHaveDuplicates();
    }

    @Test
    void topicsThatStateMachinesJoinHaveTheSameNumberOfPartitions() {
        assertThat(ALL)
                .filteredOn(topic -> !topic.valueType().equals(EncoderTask.class))
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
