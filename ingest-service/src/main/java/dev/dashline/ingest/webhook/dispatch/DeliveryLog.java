package dev.dashline.ingest.webhook.dispatch;

import dev.dashline.events.DeliveryOutcome;
import dev.dashline.events.WebhookDelivery;
import dev.dashline.runtime.Layer;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.schemas.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to {@code webhook-deliveries} what became of each try. If that fails, the try counts as lost, and the message
 * is sent again. Safe for use by any thread.
 */
public final class DeliveryLog implements Consumer<WebhookDelivery>, Layer {

    private static final Logger log = LoggerFactory.getLogger(DeliveryLog.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final Producer<String, WebhookDelivery> producer;
    private final Map<DeliveryOutcome, Counter> tries = new EnumMap<>(DeliveryOutcome.class);

    DeliveryLog(Producer<String, WebhookDelivery> producer, MeterRegistry meters) {
        this.producer = producer;
        for (DeliveryOutcome outcome :
                List.of(DeliveryOutcome.DELIVERED, DeliveryOutcome.FAILED, DeliveryOutcome.GIVEN_UP)) {
            tries.put(
                    outcome,
                    Counter.builder("dashline.webhooks")
                            .description("Tries to tell a receiver of an event")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
    }

    static DeliveryLog connect(KafkaSettings kafka, Serializer<WebhookDelivery> values, Metrics metrics) {
        return new DeliveryLog(
                metrics.bind(new KafkaProducer<>(kafka.producer(), new StringSerializer(), values)),
                metrics.registry());
    }

    @Override
    public void accept(WebhookDelivery delivery) {
        Optional.ofNullable(tries.get(delivery.getOutcome())).ifPresent(Counter::increment);
        log.atInfo()
                .addKeyValue("videoId", delivery.getVideoId())
                .addKeyValue("event", delivery.getType())
                .addKeyValue("outcome", delivery.getOutcome())
                .addKeyValue("tries", delivery.getTries())
                .addKeyValue("problem", delivery.getProblem().orElse(null))
                .log("webhook tried");
        try {
            var record = new ProducerRecord<>(Topics.WEBHOOK_DELIVERIES.name(), delivery.getVideoId(), delivery);
            var unused = producer.send(record, (place, failure) -> {
                if (failure != null) {
                    lost(failure);
                }
            });
        } catch (KafkaException e) {
            lost(e);
        }
    }

    private static void lost(Exception failure) {
        log.atWarn().setCause(failure).log("the result of a webhook is lost, it will be sent again");
    }

    @Override
    public void close() {
        producer.close(CLOSE_WITHIN);
    }
}
