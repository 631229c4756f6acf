package dev.dashline.encoder.worker;

import dev.dashline.encoder.task.TaskExecutor;
import dev.dashline.events.encoder.EncoderTask;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What the tasks of a process share. All of it is safe for use by many threads.
 *
 * @param executor runs the tasks
 * @param events writes what is told of tasks
 * @param endedAttempts the attempts whose tasks need not run
 * @param deserializer reads tasks
 * @param threads where tasks run
 */
record WorkerTools(
        TaskExecutor executor,
        WorkerEvents events,
        EndedAttempts endedAttempts,
        Deserializer<EncoderTask> deserializer,
        ExecutorService threads) {

    /**
     * Reads a task.
     *
     * @throws UndecodableTaskException if the record is no task
     * @throws org.apache.kafka.common.KafkaException if the registry does not answer
     */
    EncoderTask decode(ConsumerRecord<byte[], byte[]> record) throws UndecodableTaskException {
        try {
            EncoderTask task = deserializer.deserialize(record.topic(), record.headers(), record.value());
            if (task == null) {
                throw new UndecodableTaskException(new SerializationException("The record has no value."));
            }
            return task;
        } catch (SerializationException e) {
            throw new UndecodableTaskException(e);
        }
    }
}
