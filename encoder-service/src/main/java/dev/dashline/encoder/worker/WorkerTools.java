package dev.dashline.encoder.worker;

import dev.dashline.encoder.task.TaskExecutor;
import dev.dashline.events.encoder.EncoderTask;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** What the slots of a process share. All of it is safe for use by many threads. */
record WorkerTools(
        TaskExecutor executor,
        Reporter reporter,
        EndedAttempts endings,
        Deserializer<EncoderTask> deserializer,
        BrokerWait outage) {

    /**
     * Reads a task.
     *
     * @throws UndecodableTaskException if the record is no task, and never will be
     * @throws org.apache.kafka.common.KafkaException if it cannot be read now, because the registry does not answer
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
