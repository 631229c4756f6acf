package dev.dashline.systemtests.faults;

import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.TopicProvisioner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Members of the encoders' share group that get no tasks, since their topic is empty. For one thread. */
final class IdleMembers implements AutoCloseable {

    private static final String EMPTY_TOPIC = "idle-members";
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration FULL_WITHIN = Duration.ofSeconds(20);
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(2);

    private final KafkaSettings kafka;
    private final Admin admin;
    private final List<KafkaShareConsumer<byte[], byte[]>> members = new ArrayList<>();

    IdleMembers(KafkaSettings kafka) {
        this.kafka = kafka;
        this.admin = Admin.create(kafka.common());
        var unused = admin.createTopics(List.of(new NewTopic(EMPTY_TOPIC, 1, (short) 1))); // unless it is there
    }

    /** Adds members until the group has so many; false if it does not within some seconds. */
    boolean fill(int size) throws InterruptedException {
        return Shell.await(FULL_WITHIN, () -> isFull(size));
    }

    /** Whether the group has so many members; if not, adds as many as are missing. */
    boolean isFull(int size) {
        int missing = size - size();
        for (int i = 0; i < missing; i++) {
            join();
        }
        return missing <= 0;
    }

    @Override
    public void close() {
        members.forEach(IdleMembers::leave);
        admin.close();
    }

    private static void leave(KafkaShareConsumer<?, ?> member) {
        try {
            member.close(LEAVE_WITHIN);
        } catch (KafkaException e) {
            return; // It was refused, which closing tells again.
        }
    }

    private void join() {
        Map<String, Object> config = kafka.common();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, TopicProvisioner.ENCODER_GROUP);
        KafkaShareConsumer<byte[], byte[]> member =
                new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        members.add(member);
        member.subscribe(List.of(EMPTY_TOPIC));
        try {
            var unused = member.poll(POLL);
        } catch (GroupMaxSizeReachedException e) {
            return; // An encoder was faster: the group is full all the same.
        }
    }

    private int size() {
        try {
            return admin.describeShareGroups(List.of(TopicProvisioner.ENCODER_GROUP)).all().get().values().stream()
                    .mapToInt(group -> group.members().size())
                    .sum();
        } catch (ExecutionException e) {
            return 0; // while the broker cannot tell
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
