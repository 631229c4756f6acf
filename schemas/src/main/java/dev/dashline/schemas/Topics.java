package dev.dashline.schemas;

import dev.dashline.events.ApiKey;
import dev.dashline.events.EncoderBacklog;
import dev.dashline.events.ProfileSet;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoProgress;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.events.WebhookDelivery;
import dev.dashline.events.WebhookTarget;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.events.WorkerOrder;
import dev.dashline.events.encoder.EncoderQueueEvent;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.schemas.Topic.Cleanup;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * Every topic. Services talk to each other through the public ones. A private one starts with the name of the only
 * service that uses it; it is declared here too because its records outlive a release.
 */
public final class Topics {

    static {
        TrustedEvents.vouch();
    }

    public static final String INGEST = "ingest-service";
    public static final String ENCODER = "encoder-service";
    public static final String PUBLISHER = "publisher-service";

    private static final String VIDEO_ID = "videoId";

    /**
     * Partitions of every topic that is keyed by {@code videoId}. They must all have the same number, because state
     * machines join them by partition; it bounds the number of machines that decide, not of those that encode.
     */
    public static final int PARTITIONS = 6;

    public static final Topic<VideoRequested> VIDEO_REQUESTED = ofVideos(
            "video-requested",
            VideoRequested.class,
            "Somebody wants a video encoded and published.",
            List.of(INGEST, Topic.ANYONE),
            List.of(ENCODER, PUBLISHER, INGEST),
            Duration.ofDays(30));

    public static final Topic<VideoEncoded> VIDEO_ENCODED = ofVideos(
            "video-encoded",
            VideoEncoded.class,
            "Encoding of an attempt started, or ended: well, with a staged manifest, or not.",
            List.of(ENCODER),
            List.of(PUBLISHER, INGEST),
            Duration.ofDays(30));

    public static final Topic<VideoPublished> VIDEO_PUBLISHED = ofVideos(
            "video-published",
            VideoPublished.class,
            "The end of an attempt: the video is public.",
            List.of(PUBLISHER),
            List.of(INGEST, Topic.ANYONE),
            Duration.ofDays(30));

    public static final Topic<VideoFailed> VIDEO_FAILED = ofVideos(
            "video-failed",
            VideoFailed.class,
            "The end of an attempt: it failed. Also dead letters: records that could not be processed.",
            List.of(PUBLISHER, ENCODER, INGEST),
            List.of(ENCODER, INGEST, Topic.ANYONE),
            Duration.ofDays(90));

    public static final Topic<VideoUnpublished> VIDEO_UNPUBLISHED = ofVideos(
            "video-unpublished",
            VideoUnpublished.class,
            "What was published is taken back: somebody asked for it, or it has expired.",
            List.of(PUBLISHER),
            List.of(INGEST, Topic.ANYONE),
            Duration.ofDays(90));

    public static final Topic<VideoProgress> VIDEO_PROGRESS = ofVideos(
            "video-progress",
            VideoProgress.class,
            "Telemetry: how far tasks are. Best effort; nothing depends on it.",
            List.of(ENCODER),
            List.of(PUBLISHER, Topic.ANYONE),
            Duration.ofHours(1));

    /** Every second of every worker process, so it is short-lived. One partition: the scheduler reads all of it. */
    public static final Topic<WorkerHeartbeat> ENCODER_WORKERS = new Topic<>(
            "encoder-workers",
            "worker",
            WorkerHeartbeat.class,
            "Telemetry: which encoder processes are alive, and what they run.",
            List.of(ENCODER),
            List.of(ENCODER, INGEST, Topic.ANYONE),
            1,
            Cleanup.DELETE,
            Duration.ofHours(1));

    /** One partition: every worker process reads all of it. A process has a new name at each start, so orders age. */
    public static final Topic<WorkerOrder> ENCODER_ORDERS = new Topic<>(
            "encoder-orders",
            "worker",
            WorkerOrder.class,
            "Orders to encoder processes: to take no further tasks, to take some again, or to stop one.",
            List.of(ENCODER, INGEST, Topic.ANYONE),
            List.of(ENCODER),
            1,
            Cleanup.DELETE,
            Duration.ofDays(7));

    /** One partition: every replica of ingest-service reads all of it. A record a set that ever was: they are small. */
    public static final Topic<ProfileSet> ENCODER_PROFILES = new Topic<>(
            "encoder-profiles",
            "fingerprint",
            ProfileSet.class,
            "Which profiles encoder processes know. Heartbeats name the set that counts.",
            List.of(ENCODER),
            List.of(INGEST, Topic.ANYONE),
            1,
            Cleanup.COMPACT,
            Duration.ZERO);

    public static final Topic<EncoderBacklog> ENCODER_BACKLOG = new Topic<>(
            "encoder-backlog",
            "the constant " + ENCODER,
            EncoderBacklog.class,
            "Telemetry: what waits for encoders, and what runs. The newest record counts.",
            List.of(ENCODER),
            List.of(ENCODER, INGEST, Topic.ANYONE),
            1,
            Cleanup.COMPACT,
            Duration.ZERO);

    /** One partition: every replica of ingest-service reads all of it. */
    public static final Topic<ApiKey> API_KEYS = new Topic<>(
            "api-keys",
            "keyId",
            ApiKey.class,
            "Who may use the HTTP API: its keys, hashed. The newest record of a key counts.",
            List.of("dashline key"),
            List.of(INGEST),
            1,
            Cleanup.COMPACT,
            Duration.ZERO);

    /** One partition: every replica of ingest-service reads all of it. Whoever may read it can sign messages. */
    public static final Topic<WebhookTarget> WEBHOOK_TARGETS = new Topic<>(
            "webhook-targets",
            "tenant",
            WebhookTarget.class,
            "Who is told of the events of a tenant's videos, and the secrets that sign that.",
            List.of("dashline webhook"),
            List.of(INGEST),
            1,
            Cleanup.COMPACT,
            Duration.ZERO);

    public static final Topic<WebhookDelivery> WEBHOOK_DELIVERIES = ofVideos(
            "webhook-deliveries",
            WebhookDelivery.class,
            "What became of each try to tell a receiver of an event.",
            List.of(INGEST, "dashline webhook"),
            List.of(INGEST, Topic.ANYONE),
            Duration.ofDays(30));

    /** One partition, so that one scheduler sees every task that waits. */
    public static final Topic<EncoderQueueEvent> ENCODER_QUEUE = new Topic<>(
            "encoder-queue",
            VIDEO_ID,
            EncoderQueueEvent.class,
            "Tasks that are ready to run, and tasks that are not wanted any more, for the scheduler.",
            List.of(ENCODER),
            List.of(ENCODER),
            1,
            Cleanup.DELETE,
            Duration.ofDays(7));

    /**
     * Work for the share group {@code encoder}. One partition, because a share group's members each get some of the
     * partitions, and then an idle member could not help a busy one.
     */
    public static final Topic<EncoderTask> ENCODER_TASKS = new Topic<>(
            "encoder-tasks",
            VIDEO_ID,
            EncoderTask.class,
            "Work that the scheduler has released: any free slot takes it.",
            List.of(ENCODER),
            List.of(ENCODER),
            1,
            Cleanup.DELETE,
            Duration.ofDays(7));

    /** Short tasks, for a share group of their own: packaging one video must not wait behind the encoding of others. */
    public static final Topic<EncoderTask> ENCODER_SHORT_TASKS = new Topic<>(
            "encoder-short-tasks",
            VIDEO_ID,
            EncoderTask.class,
            "Released work that takes a moment: analyzing and packaging.",
            List.of(ENCODER),
            List.of(ENCODER),
            1,
            Cleanup.DELETE,
            Duration.ofDays(7));

    public static final Topic<EncoderTaskResult> ENCODER_TASK_RESULTS = ofVideos(
            "encoder-task-results",
            EncoderTaskResult.class,
            "The results of that work, and tasks that were lost.",
            List.of(ENCODER),
            List.of(ENCODER),
            Duration.ofDays(7));

    public static final Topic<PublicationResult> PUBLISHER_RESULTS = ofVideos(
            "publisher-results",
            PublicationResult.class,
            "Results of the orders to publish and to withdraw, and what is to be withdrawn.",
            List.of(PUBLISHER),
            List.of(PUBLISHER),
            Duration.ofDays(7));

    /** Every public topic, in the order in which a video passes through them. */
    public static final List<Topic<?>> PUBLIC = List.of(
            VIDEO_REQUESTED,
            VIDEO_ENCODED,
            VIDEO_PUBLISHED,
            VIDEO_FAILED,
            VIDEO_UNPUBLISHED,
            VIDEO_PROGRESS,
            ENCODER_WORKERS,
            ENCODER_PROFILES,
            ENCODER_BACKLOG,
            ENCODER_ORDERS,
            API_KEYS,
            WEBHOOK_TARGETS,
            WEBHOOK_DELIVERIES);

    /** Every topic that only one service uses. */
    public static final List<Topic<?>> PRIVATE =
            List.of(ENCODER_QUEUE, ENCODER_TASKS, ENCODER_SHORT_TASKS, ENCODER_TASK_RESULTS, PUBLISHER_RESULTS);

    private Topics() {}

    /** A topic that is keyed by {@code videoId}. */
    private static <V extends SpecificRecord> Topic<V> ofVideos(
            String name,
            Class<V> valueType,
            String purpose,
            List<String> writers,
            List<String> readers,
            Duration retention) {
        return new Topic<>(name, VIDEO_ID, valueType, purpose, writers, readers, PARTITIONS, Cleanup.DELETE, retention);
    }
}
