package dev.dashline.encoder.group;

import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All replicas together, as the broker sees them: every slot that encodes is a member of the share group. Thread-safe.
 */
public final class GroupCapacity implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GroupCapacity.class);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

    private final Admin admin;
    private final int ownSlots;

    /**
     * @param admin closed when this is
     * @param ownSlots of this replica: what there is at least
     */
    public GroupCapacity(Admin admin, int ownSlots) {
        this.admin = admin;
        this.ownSlots = ownSlots;
    }

    /**
     * How many slots one more video may count on, 1 or more: all of them while nothing waits, and fewer the more tasks
     * run or wait. The work of a video is cut by it, so that a guess will do: where the broker does not say, this
     * replica's own.
     */
    public int slotsForOneMore() {
        try {
            return share(slots(), tasks());
        } catch (ExecutionException | TimeoutException e) {
            log.atWarn().setCause(e).log("number of slots not known, using this replica's");
            return ownSlots;
        } catch (InterruptedException e) {
            // The task ends at its next step, so that its plan is not used.
            Thread.currentThread().interrupt();
            return ownSlots;
        }
    }

    /** With as many tasks as slots, half; with twice as many, a third; and so on. */
    static int share(int slots, long tasks) {
        return Math.max(1, Math.round((float) slots * slots / (slots + tasks)));
    }

    private int slots() throws ExecutionException, TimeoutException, InterruptedException {
        long members =
                answer(admin.describeShareGroups(List.of(TopicProvisioner.ENCODER_GROUP))
                                .all())
                        .values()
                        .stream()
                        .flatMap(group -> group.members().stream())
                        .filter(member -> member.assignment().topicPartitions().stream()
                                .anyMatch(partition -> partition.topic().equals(Topics.ENCODER_TASKS.name())))
                        .count();
        return Math.max(ownSlots, (int) members);
    }

    private long tasks() throws ExecutionException, TimeoutException, InterruptedException {
        return tasks(answer(
                admin.listShareGroupOffsets(Map.of(TopicProvisioner.ENCODER_GROUP, new ListShareGroupOffsetsSpec()))
                        .partitionsToOffsetInfo(TopicProvisioner.ENCODER_GROUP)));
    }

    /**
     * Running and waiting, of all videos. The broker gives a partition that nothing was read from yet without any word
     * on it.
     */
    static long tasks(Map<TopicPartition, @Nullable SharePartitionOffsetInfo> group) {
        SharePartitionOffsetInfo known = group.get(new TopicPartition(Topics.ENCODER_TASKS.name(), 0));
        return known == null ? 0 : known.lag().orElse(0L);
    }

    private static <T> T answer(KafkaFuture<T> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
