package dev.dashline.systemtests.streams;

import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * The Kafka client of the encoder process that has the scheduler.
 *
 * @param id client id of the consumer that reads the queue
 */
public record SchedulerClient(String id) {

    private static final TopicPartition QUEUE = new TopicPartition(Topics.ENCODER_QUEUE.name(), 0);
    private static final Pattern PROCESS_ID = Pattern.compile("\"processId\":\"([^\"]+)\"");

    /** Asks the brokers; empty while no process has the scheduler, or they do not answer. */
    public static Optional<SchedulerClient> find(KafkaSettings kafka) throws InterruptedException {
        try (Admin admin = Admin.create(kafka.common())) {
            return admin.describeConsumerGroups(List.of(Topics.ENCODER)).all().get().values().stream()
                    .flatMap(group -> group.members().stream())
                    .filter(member -> member.assignment().topicPartitions().contains(QUEUE))
                    .map(MemberDescription::clientId)
                    .map(SchedulerClient::new)
                    .findFirst();
        } catch (ExecutionException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether it belongs to a process.
     *
     * @param state folder of the process's stores
     */
    public boolean isOf(Path state) {
        try {
            Path metadata = state.resolve(Topics.ENCODER).resolve("kafka-streams-process-metadata");
            Matcher process = PROCESS_ID.matcher(Files.readString(metadata));
            return process.find() && id.contains(process.group(1));
        } catch (IOException e) {
            return false;
        }
    }
}
