package dev.dashline.ingest.webhook.dispatch;

import dev.dashline.events.VideoRequested;
import dev.dashline.events.WebhookDelivery;
import dev.dashline.events.ingest.PendingEvent;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.events.ingest.WebhookQueue;
import dev.dashline.ingest.status.StatusChange;
import dev.dashline.ingest.status.StatusMerger;
import dev.dashline.ingest.status.StatusStore;
import dev.dashline.ingest.webhook.DeliveryQueue;
import dev.dashline.ingest.webhook.WebhookEvent;
import dev.dashline.ingest.webhook.WebhookMessage;
import dev.dashline.ingest.webhook.WebhookTargets;
import dev.dashline.runtime.kafka.VideoProcessor;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the events of videos that a receiver has yet to be told of, and gives each to the sender when it is due. The
 * sender writes what became of it to {@code webhook-deliveries}, where this reads it. Belongs to one stream task, after
 * {@link StatusMerger}. Bears it that events come again: it runs at least once.
 */
public final class WebhookDispatcher extends VideoProcessor<WebhookQueue, WebhookDelivery> {

    /** Name of the store of what waits. */
    public static final String QUEUES = "webhook-queues";
    /** Name of the store of its timers. */
    public static final String TIMERS = "webhook-timers";

    private final WebhookTargets targets;
    private final Consumer<WebhookMessage> sender;
    private @Nullable StatusStore statuses;

    /** @param sender takes what is due */
    public WebhookDispatcher(WebhookTargets targets, Consumer<WebhookMessage> sender) {
        super(QUEUES, TIMERS);
        this.targets = targets;
        this.sender = sender;
    }

    @Override
    public void init(ProcessorContext<String, WebhookDelivery> context) {
        super.init(context);
        statuses = new StatusStore(context.getStateStore(StatusStore.NAME));
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        @Nullable String videoId = record.key();
        if (videoId == null) {
            return;
        }
        if (record.value() instanceof WebhookDelivery delivery) {
            if (delivery.getVideoId().equals(videoId)) {
                delivered(videoId, delivery);
            }
        } else if (StatusChange.of(videoId, record.value()).isPresent()) {
            happened(videoId, record.value());
        }
    }

    /** While it is not known who is to be told, the event is kept. */
    private void happened(String videoId, SpecificRecord event) {
        Optional<VideoRequested> request = request(videoId);
        boolean nobody = targets.areKnown()
                && request.isPresent()
                && targets.of(request.get()).isEmpty();
        if (!nobody) {
            WebhookEvent.of(event, request).ifPresent(told -> {
                WebhookQueue queue = known(videoId).orElseGet(() -> DeliveryQueue.empty(videoId, now()));
                next(queue, DeliveryQueue.add(queue, told, now()));
            });
        }
    }

    private void delivered(String videoId, WebhookDelivery delivery) {
        WebhookQueue queue = known(videoId).orElseGet(() -> DeliveryQueue.empty(videoId, now()));
        next(queue, DeliveryQueue.apply(queue, delivery, now()));
    }

    @Override
    protected void wake(String videoId) {
        known(videoId).ifPresent(queue -> next(queue, queue));
    }

    /** Sends what is due, and keeps the queue for as long as there is a need. */
    private void next(WebhookQueue before, WebhookQueue queue) {
        Instant now = now();
        WebhookQueue after = queue;
        for (Optional<PendingEvent> due = DeliveryQueue.due(after, now);
                due.isPresent();
                due = DeliveryQueue.due(after, now)) {
            after = handed(after, due.get(), now);
        }
        Optional<Instant> wakeAt = DeliveryQueue.wakeAt(after, now);
        if (wakeAt.isEmpty()) {
            states().delete(after.getVideoId());
        } else if (!after.equals(before)) {
            states().put(after.getVideoId(), after);
            timers().set(wakeAt.get(), after.getVideoId());
        }
    }

    private WebhookQueue handed(WebhookQueue queue, PendingEvent event, Instant now) {
        Optional<VideoRequested> request = request(queue.getVideoId());
        if (!targets.areKnown()) {
            return DeliveryQueue.begun(queue, now); // comes again when the lease has ended
        } else if (request.isEmpty()) {
            return DeliveryQueue.postponed(queue, now);
        }
        Optional<WebhookTargets.Receiver> receiver = targets.of(request.get());
        if (receiver.isEmpty()) {
            return DeliveryQueue.dropped(queue, now);
        }
        sender.accept(new WebhookMessage(
                queue.getVideoId(),
                event.getEventId(),
                event.getType(),
                request.get().getTenant(),
                receiver.get().url(),
                receiver.get().secrets(),
                event.getPayload(),
                event.getTries()));
        return DeliveryQueue.begun(queue, now);
    }

    private Optional<VideoRequested> request(String videoId) {
        return initialised(statuses).find(videoId).flatMap(VideoStatus::getRequest);
    }
}
