package dev.dashline.ingest.webhook.dispatch;

import dev.dashline.ingest.topic.TableReader;
import dev.dashline.ingest.topic.TableReader.Table;
import dev.dashline.ingest.webhook.Destinations;
import dev.dashline.ingest.webhook.RetrySchedule;
import dev.dashline.ingest.webhook.WebhookSender;
import dev.dashline.ingest.webhook.WebhookTargets;
import dev.dashline.runtime.host.ServiceHost;
import dev.dashline.schemas.Topics;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;

/** What tells receivers of events, put together. */
public record Webhooks(WebhookTargets targets, WebhookSender sender) {

    /** Adds the parts to a service. */
    public static Webhooks of(ServiceHost host, Destinations destinations) {
        WebhookTargets targets = new WebhookTargets(destinations);
        TableReader.add(
                host,
                "webhook targets",
                Topics.WEBHOOK_TARGETS,
                new Table<>(targets::put, asked -> targets.nowKnown(), targets::areKnown));
        DeliveryLog deliveries = host.add(
                "webhook deliveries",
                DeliveryLog.connect(
                        host.kafka(),
                        host.serdes().of(Topics.WEBHOOK_DELIVERIES).serializer(),
                        host.metrics()));
        RetrySchedule schedule =
                new RetrySchedule(() -> ThreadLocalRandom.current().nextDouble());
        WebhookSender sender = host.add(
                "webhooks",
                new WebhookSender(destinations, schedule, Clock.systemUTC(), host.supervisor(), deliveries));
        return new Webhooks(targets, sender);
    }

    /** A new one, for one partition. */
    public WebhookDispatcher dispatcher() {
        return new WebhookDispatcher(targets, sender::send);
    }
}
