package dev.dashline.ingest;

import dev.dashline.ingest.connection.ConnectionSettings;
import dev.dashline.ingest.http.ApiSettings;
import dev.dashline.ingest.request.SourceRoots;
import dev.dashline.ingest.settings.AccessConfig;
import dev.dashline.ingest.settings.PlaybackSettings;
import dev.dashline.ingest.settings.SourceRootSettings;
import dev.dashline.ingest.settings.UploadSettings;
import dev.dashline.ingest.staged.StagedSettings;
import dev.dashline.ingest.webhook.Destinations;
import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import dev.dashline.runtime.host.HostConfig;
import dev.dashline.runtime.storage.Buckets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settings of ingest-service.
 *
 * @param host settings that every service has
 * @param api address and limits of the API
 * @param maxEventStreams clients that a stream of events is open to at a time
 * @param maxBacklog how long encoders may take for all that waits before further requests are refused; empty for any
 *     time
 * @param access whom the API lets in
 * @param sources which sources a request may name
 * @param uploads where uploads are; empty if none are taken
 * @param staged where timelines of attempts are; empty if that is not known
 * @param retention how long a status is kept after the last event of its video
 * @param writeTimeout how long the brokers may take to acknowledge a request before the client gets 503
 * @param advertisedHost where other replicas reach this one's admin port; empty for the address of this machine
 * @param replicaToken what replicas show each other, if anything
 * @param webhooks which receivers may be told of events
 */
public record IngestConfig(
        HostConfig host,
        ApiSettings api,
        int maxEventStreams,
        Optional<Duration> maxBacklog,
        AccessConfig access,
        SourceRoots sources,
        Optional<UploadSettings> uploads,
        Optional<StagedSettings> staged,
        Duration retention,
        Duration writeTimeout,
        Optional<String> advertisedHost,
        Optional<String> replicaToken,
        Destinations webhooks) {

    private static final HostConfig.Declared HOSTED = HostConfig.declare("ingest-state", 9101);
    private static final String NONE = "none";

    /** How long openapi.yaml promises to keep an Idempotency-Key. */
    private static final Duration LEAST_RETENTION = Duration.ofHours(24);

    static final Setting<String> HOST = Setting.text(
                    "HOST", "Address that the API listens on: 127.0.0.1 for this machine only, 0.0.0.0 for all.")
            .withDefault("0.0.0.0");
    static final Setting<Integer> PORT = Setting.integer("PORT", "Port of the API; 0 for any free one.", 0, 65_535)
            .withDefault("8080");
    static final Setting<Integer> MAX_REQUEST_BYTES = Setting.integer(
                    "MAX_REQUEST_BYTES", "Largest body of a request.", 1_024, 16 * 1_024 * 1_024)
            .withDefault("262144");
    static final Setting<Duration> REQUEST_TIMEOUT = Setting.duration(
                    "REQUEST_TIMEOUT", "How long a client may take to send a request's body.")
            .withDefault("10s");
    static final Setting<Integer> MAX_CONCURRENT_REQUESTS = Setting.integer(
                    "MAX_CONCURRENT_REQUESTS", "Requests that are served at a time; others get 429.", 1, 10_000)
            .withDefault("100");
    static final Setting<Integer> MAX_EVENT_STREAMS = Setting.integer(
                    "MAX_EVENT_STREAMS",
                    "Clients that a stream of events is open to at a time, beside MAX_CONCURRENT_REQUESTS; others get"
                            + " 429.",
                    0,
                    100_000)
            .withDefault("500");
    static final Setting<Optional<Duration>> MAX_BACKLOG = Setting.required(
                    "MAX_BACKLOG",
                    "How long the encoders that there are may take for all that waits. Beyond that, requests for videos"
                            + " and replays get 429, with the time until there is room in Retry-After.",
                    "a time span such as 30m or 12h, or " + NONE,
                    text -> text.equals(NONE) ? Optional.<Duration>empty() : Optional.of(Setting.parseDuration(text)))
            .withDefault(NONE);
    static final Setting<Duration> WRITE_TIMEOUT = Setting.duration(
                    "WRITE_TIMEOUT",
                    "How long Kafka may take to acknowledge a request; after that the client gets 503.")
            .withDefault("10s");
    static final Setting<Duration> STATUS_RETENTION = Setting.required(
                    "STATUS_RETENTION",
                    "How long a video's status, and with it its Idempotency-Key, is kept after its last event.",
                    "a time span of 24h at least, such as 24h or P90D: the API promises to keep an Idempotency-Key that"
                            + " long",
                    IngestConfig::checkedRetention)
            .withDefault("2160h");

    static final Setting<String> ADVERTISED_HOST = Setting.text(
                    "ADVERTISED_HOST",
                    "Name or address at which the other replicas of ingest-service reach this one's ADMIN_PORT: each"
                            + " has a part of the statuses, and asks the others for theirs.")
            .withDefault("", "the address of this machine");
    static final Setting<String> REPLICA_TOKEN = Setting.text(
                    "REPLICA_TOKEN",
                    "Secret that replicas of ingest-service show each other at ADMIN_PORT, the same for all. Without"
                            + " it a replica answers no other if AUTH is on, and any otherwise.")
            .withDefault(NONE);

    static final Setting<Destinations> WEBHOOKS = Setting.required(
                    "WEBHOOKS",
                    "Which receivers may be told of events: with public, those with an https URL and a public address;"
                            + " with any, those on this machine and in private networks, too, and over http.",
                    "public or any",
                    text -> Arrays.stream(Destinations.values())
                            .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
                            .findFirst()
                            .orElseThrow(IllegalArgumentException::new))
            .withDefault("public");

    private static final List<Setting<?>> OWN = List.of(
            HOST,
            PORT,
            MAX_REQUEST_BYTES,
            REQUEST_TIMEOUT,
            MAX_CONCURRENT_REQUESTS,
            MAX_EVENT_STREAMS,
            MAX_BACKLOG,
            WRITE_TIMEOUT,
            STATUS_RETENTION,
            ADVERTISED_HOST,
            REPLICA_TOKEN,
            WEBHOOKS);

    /** Every setting that {@link #from} reads. */
    public static final List<Setting<?>> SETTINGS = Stream.of(
                    HOSTED.all(),
                    OWN,
                    ConnectionSettings.SETTINGS,
                    AccessConfig.SETTINGS,
                    SourceRootSettings.SETTINGS,
                    PlaybackSettings.SETTINGS,
                    UploadSettings.SETTINGS)
            .flatMap(List::stream)
            .toList();

    /**
     * Reads environment variables.
     *
     * @throws dev.dashline.runtime.config.ConfigException if any is invalid; names every one that is
     */
    public static IngestConfig from(Map<String, String> given) {
        Map<String, String> environment = Buckets.expand(given);
        Settings settings = Settings.load(environment, SETTINGS);
        AccessConfig access = AccessConfig.from(settings, settings.get(HOST));
        ApiSettings api = new ApiSettings(
                settings.get(HOST),
                settings.get(PORT),
                settings.get(MAX_REQUEST_BYTES),
                settings.get(REQUEST_TIMEOUT),
                settings.get(MAX_CONCURRENT_REQUESTS),
                ConnectionSettings.from(settings),
                PlaybackSettings.from(settings, access.isForThisMachine()));
        return new IngestConfig(
                HOSTED.from(environment, settings),
                api,
                settings.get(MAX_EVENT_STREAMS),
                settings.get(MAX_BACKLOG),
                access,
                SourceRootSettings.from(settings),
                UploadSettings.from(settings),
                StagedSettings.of(
                        settings.get(SourceRootSettings.OUTPUT_URI),
                        settings.get(SourceRootSettings.STAGING_URI),
                        settings),
                settings.get(STATUS_RETENTION),
                settings.get(WRITE_TIMEOUT),
                Optional.of(settings.get(ADVERTISED_HOST)).filter(host -> !host.isEmpty()),
                Optional.of(settings.get(REPLICA_TOKEN)).filter(token -> !token.equals(NONE)),
                settings.get(WEBHOOKS));
    }

    private static Duration checkedRetention(String text) {
        Duration retention = Setting.parseDuration(text);
        if (retention.compareTo(LEAST_RETENTION) < 0) {
            throw new IllegalArgumentException();
        }
        return retention;
    }
}
