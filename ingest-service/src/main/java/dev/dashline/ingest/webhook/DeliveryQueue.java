package dev.dashline.ingest.webhook;

import dev.dashline.events.WebhookDelivery;
import dev.dashline.events.ingest.PendingEvent;
import dev.dashline.events.ingest.WebhookQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The events of one video that a receiver has yet to be told of. Only the first is tried; the others wait until it is
 * delivered or given up. Bears that events and results come again. Pure.
 */
public final class DeliveryQueue {

    /**
     * How long a try may take until it counts as lost, such as with its process. Longer than {@link WebhookSender}
     * takes.
     */
    public static final Duration LEASE = Duration.ofSeconds(60);

    /** How long an event waits for the one that it follows, which is on another topic and may be read later. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How long the ids of settled events are kept: nothing is read again after such a time. */
    static final Duration MEMORY = Duration.ofDays(1);

    private static final int REMEMBERED = 32;
    private static final int WITHOUT_RECEIVER = 3;

    private DeliveryQueue() {}

    /** The queue of a video of which nothing was heard. */
    public static WebhookQueue empty(String videoId, Instant now) {
        return WebhookQueue.newBuilder().setVideoId(videoId).setChangedAt(now).build();
    }

    /** An event was read. */
    public static WebhookQueue add(WebhookQueue queue, WebhookEvent event, Instant now) {
        if (isKnown(queue, event.id())) {
            return queue;
        }
        Optional<String> missing = event.follows().filter(earlier -> !isKnown(queue, earlier));
        PendingEvent added = PendingEvent.newBuilder()
                .setEventId(event.id())
                .setType(event.type())
                .setPlace(event.place())
                .setFollows(missing.orElse(null))
                .setPayload(event.payload())
                .setDueAt(missing.isPresent() ? now.plus(PATIENCE) : now)
                .build();
        return with(queue, inserted(queue.getPending(), added), now);
    }

    /** What is to be tried now; empty if nothing is. */
    public static Optional<PendingEvent> due(WebhookQueue queue, Instant now) {
        return first(queue).filter(event -> !event.getDueAt().isAfter(now));
    }

    /** The first event is being tried. */
    public static WebhookQueue begun(WebhookQueue queue, Instant now) {
        return first(queue, event -> event.setDueAt(now.plus(LEASE)), now);
    }

    /** It is not known yet who is to be told of the first event. An event that nobody ever asked for is dropped. */
    public static WebhookQueue postponed(WebhookQueue queue, Instant now) {
        int tries = queue.getPending().get(0).getTries() + 1;
        return tries > WITHOUT_RECEIVER
                ? dropped(queue, now)
                : first(queue, event -> event.setTries(tries).setDueAt(now.plus(PATIENCE)), now);
    }

    /** Nobody is to be told of the first event any more. */
    public static WebhookQueue dropped(WebhookQueue queue, Instant now) {
        return settled(queue, queue.getPending().get(0).getEventId(), now);
    }

    /** The result of a try was read, or an order to tell of an event again. */
    public static WebhookQueue apply(WebhookQueue queue, WebhookDelivery delivery, Instant now) {
        return switch (delivery.getOutcome()) {
            case DELIVERED, GIVEN_UP -> settled(queue, delivery.getEventId(), now);
            case FAILED -> failed(queue, delivery, now);
            case RESEND -> again(queue, delivery, now);
            case UNKNOWN -> queue;
        };
    }

    /** When something is to be done; empty if the queue can be forgotten now. */
    public static Optional<Instant> wakeAt(WebhookQueue queue, Instant now) {
        Instant forgetAt = queue.getChangedAt().plus(MEMORY);
        return first(queue)
                .map(PendingEvent::getDueAt)
                .or(() -> Optional.of(forgetAt).filter(time -> time.isAfter(now)));
    }

    private static WebhookQueue settled(WebhookQueue queue, String eventId, Instant now) {
        if (queue.getPending().stream().noneMatch(event -> event.getEventId().equals(eventId))) {
            return queue;
        }
        List<String> settled = new ArrayList<>(queue.getSettled());
        settled.add(eventId);
        List<PendingEvent> left = queue.getPending().stream()
                .filter(event -> !event.getEventId().equals(eventId))
                .map(event -> event.getFollows().filter(eventId::equals).isPresent() ? found(event, now) : event)
                .toList();
        return WebhookQueue.newBuilder(with(queue, left, now))
                .setSettled(settled.subList(Math.max(0, settled.size() - REMEMBERED), settled.size()))
                .build();
    }

    private static WebhookQueue failed(WebhookQueue queue, WebhookDelivery delivery, Instant now) {
        List<PendingEvent> pending = queue.getPending().stream()
                .map(event -> isAbout(delivery, event)
                        ? PendingEvent.newBuilder(event)
                                .setTries(delivery.getTries())
                                .setDueAt(delivery.getNextAt().orElse(now))
                                .build()
                        : event)
                .toList();
        return with(queue, pending, now);
    }

    /** A late result of an earlier try changes nothing. */
    private static boolean isAbout(WebhookDelivery delivery, PendingEvent event) {
        return isSame(delivery, event) && event.getTries() < delivery.getTries();
    }

    private static boolean isSame(WebhookDelivery delivery, PendingEvent event) {
        return event.getEventId().equals(delivery.getEventId());
    }

    /**
     * Comes after all that waits: the receiver knows its place from its time. An event that waits for its next try is
     * tried now: somebody has seen to the receiver.
     */
    private static WebhookQueue again(WebhookQueue queue, WebhookDelivery order, Instant now) {
        if (queue.getPending().stream().anyMatch(event -> isSame(order, event))) {
            List<PendingEvent> sooner = queue.getPending().stream()
                    .map(event -> isSame(order, event) && event.getDueAt().isAfter(now)
                            ? PendingEvent.newBuilder(event).setDueAt(now).build()
                            : event)
                    .toList();
            return with(queue, sooner, now);
        }
        List<PendingEvent> pending = new ArrayList<>(queue.getPending());
        pending.add(PendingEvent.newBuilder()
                .setEventId(order.getEventId())
                .setType(order.getType())
                .setPlace(Long.MAX_VALUE)
                .setPayload(order.getPayload())
                .setDueAt(now)
                .build());
        return with(queue, pending, now);
    }

    private static List<PendingEvent> inserted(List<PendingEvent> pending, PendingEvent added) {
        List<PendingEvent> all = new ArrayList<>();
        pending.stream().filter(event -> event.getPlace() <= added.getPlace()).forEach(all::add);
        all.add(added);
        pending.stream().filter(event -> event.getPlace() > added.getPlace()).forEach(all::add);
        return all;
    }

    private static PendingEvent found(PendingEvent waiting, Instant now) {
        return PendingEvent.newBuilder(waiting).setFollows(null).setDueAt(now).build();
    }

    private static WebhookQueue first(WebhookQueue queue, UnaryOperator<PendingEvent.Builder> change, Instant now) {
        List<PendingEvent> pending = new ArrayList<>(queue.getPending());
        pending.set(0, change.apply(PendingEvent.newBuilder(pending.get(0))).build());
        return with(queue, pending, now);
    }

    private static Optional<PendingEvent> first(WebhookQueue queue) {
        return queue.getPending().stream().findFirst();
    }

    private static boolean isKnown(WebhookQueue queue, String eventId) {
        return queue.getSettled().contains(eventId)
                || queue.getPending().stream()
                        .anyMatch(event -> event.getEventId().equals(eventId));
    }

    private static WebhookQueue with(WebhookQueue queue, List<PendingEvent> pending, Instant now) {
        return WebhookQueue.newBuilder(queue)
                .setPending(pending)
                .setChangedAt(now)
                .build();
    }
}
