package dev.dashline.cli.key;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.client.KeyTopic;
import dev.dashline.cli.option.KafkaOptions;
import dev.dashline.runtime.kafka.KafkaSettings;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Mixin;

/** A command that reads or writes the topic with the keys. */
abstract class KeyTopicCommand extends BaseCommand {

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    /** Works with the topic, and returns the exit code; says so if brokers or registry do not answer. */
    int withTopic(ToIntFunction<KeyTopic> work) {
        KafkaSettings settings = kafka.settings();
        try (KeyTopic topic = KeyTopic.connect(settings)) {
            return work.applyAsInt(topic);
        } catch (KafkaException e) {
            throw KafkaOptions.unreachable(settings, e);
        }
    }
}
