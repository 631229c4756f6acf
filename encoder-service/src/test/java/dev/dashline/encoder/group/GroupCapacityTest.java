package dev.dashline.encoder.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupCapacityTest {

    @ParameterizedTest
    @CsvSource({"2, 0, 2", "10, 0, 10", "10, 10, 5", "10, 40, 2", "1, 0, 1", "4, 1000000, 1"})
    void givesAVideoAllSlotsWhileNothingWaitsAndFewerTheMoreDoes(int slots, long tasks, int share) {
        assertThat(GroupCapacity.share(slots, tasks)).isEqualTo(share);
    }

    @Test
    void takesAPartitionThatNothingWasReadFromYetForEmpty() {
        TopicPartition tasks = new TopicPartition(Topics.ENCODER_TASKS.name(), 0);
        Map<TopicPartition, @Nullable SharePartitionOffsetInfo> group = new HashMap<>();
        assertThat(GroupCapacity.tasks(group)).isZero();

        group.put(tasks, null);
        assertThat(GroupCapacity.tasks(group)).isZero();

        group.put(tasks, new SharePartitionOffsetInfo(3, Optional.empty(), Optional.of(7L)));
        assertThat(GroupCapacity.tasks(group)).isEqualTo(7);
    }
}
