package dev.dashline.cli.option;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.client.TopicRecords;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topic;
import java.util.function.ToIntFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Mixin;

/** A command that reads or writes the records of a topic. */
public abstract class TopicCommand extends BaseCommand {

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    /** Works with the topic, and returns the exit code; says so if brokers or registry do not answer. */
    protected final <V extends SpecificRecord> int withTopic(Topic<V> topic, ToIntFunction<TopicRecords<V>> work) {
        KafkaSettings settings = kafka.settings();
        try (TopicRecords<V> records = TopicRecords.connect(settings, topic)) {
            return work.applyAsInt(records);
        } catch (KafkaException e) {
            throw KafkaOptions.unreachable(settings, e);
        }
    }
}
