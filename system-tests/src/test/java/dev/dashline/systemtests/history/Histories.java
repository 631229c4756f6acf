package dev.dashline.systemtests.history;

import dev.dashline.events.Failure;
import dev.dashline.events.RequestAction;
import dev.dashline.events.Stage;
import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.UnpublishCause;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.schemas.EventIds;
import dev.dashline.schemas.TrustedEvents;
import dev.dashline.store.Crc32c;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Builds a history and a store without a violation, into which a test puts one. Not thread-safe. */
final class Histories implements PublicStore {

    static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    static final Duration GRACE = Duration.ofSeconds(10);
    private static final String ROOT = "store://public/";
    private static final int FRAMES = 100;
    private static final List<String> OBJECTS = List.of(
            "v360/init.mp4",
            "v360/0.m4s",
            "v360/50.m4s",
            "v360/media.m3u8",
            "s1/subtitles.vtt",
            "thumbnails/1.jpg",
            "thumbnails/2.jpg");

    static {
        TrustedEvents.vouch();
    }

    private final List<AttemptId> acknowledged = new ArrayList<>();
    private final List<GarbageRecord> garbage = new ArrayList<>();
    private final List<LoggedEvent<VideoRequested>> requests = new ArrayList<>();
    private final List<LoggedEvent<VideoPublished>> published = new ArrayList<>();
    private final List<LoggedEvent<VideoFailed>> failed = new ArrayList<>();
    private final List<LoggedEvent<VideoUnpublished>> unpublished = new ArrayList<>();
    private final List<AttemptId> unpublishings = new ArrayList<>();
    private final Map<AttemptId, VerifiedObjects> inventories = new HashMap<>();
    private final TreeMap<String, byte[]> objects = new TreeMap<>();
    private Decoded decoded = new Decoded(FRAMES, true, "");

    /** A client requests a video. */
    Histories requested(String videoId, int attempt) {
        return requested(videoId, attempt, request -> request);
    }

    Histories requested(String videoId, int attempt, UnaryOperator<VideoRequested.Builder> more) {
        acknowledged.add(new AttemptId(videoId, attempt));
        return logged(videoId, attempt, more);
    }

    /** Adds the record of a request without an acknowledgement. */
    Histories logged(String videoId, int attempt, UnaryOperator<VideoRequested.Builder> more) {
        requests.add(entry("video-requested", videoId, START, request(videoId, attempt, more)));
        return this;
    }

    Histories promised(String videoId, int attempt) {
        acknowledged.add(new AttemptId(videoId, attempt));
        return this;
    }

    /** Publishes an attempt: event, manifests, objects. */
    Histories published(String videoId, int attempt) {
        return published(videoId, attempt, event -> event, START.plusSeconds(5));
    }

    Histories published(String videoId, int attempt, UnaryOperator<VideoPublished.Builder> more, Instant at) {
        announced(videoId, attempt, more, at);
        String folder = videoId + "/" + attempt + "/";
        Map<String, String> inventory = new HashMap<>();
        for (String name : OBJECTS) {
            byte[] content = name.endsWith("media.m3u8")
                    ? bytes("#EXTM3U\n#EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:2,\n0.m4s\n#EXTINF:2,\n50.m4s\n")
                    : bytes(folder + name);
            put(folder + name, content);
            inventory.put(ROOT + folder + name, Crc32c.of(content));
        }
        inventories.put(new AttemptId(videoId, attempt), new VerifiedObjects(inventory));
        put(videoId + "/manifest.mpd", bytes(mpd(attempt, "<S t=\"0\" d=\"50\" r=\"1\"/>")));
        put(
                videoId + "/master.m3u8",
                bytes("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n" + attempt + "/v360/media.m3u8\n"));
        return this;
    }

    /** Adds only the event of a publication. */
    Histories announced(String videoId, int attempt, UnaryOperator<VideoPublished.Builder> more, Instant at) {
        VideoPublished.Builder event = VideoPublished.newBuilder()
                .setEventId(EventIds.of("published", videoId, attempt))
                .setVideoId(videoId)
                .setAttempt(attempt)
                .setManifest(ROOT + videoId + "/manifest.mpd")
                .setMasterPlaylist(ROOT + videoId + "/master.m3u8")
                .setRequestedAt(START)
                .setEncodingStartedAt(START.plusSeconds(1))
                .setEncodedAt(START.plusSeconds(2))
                .setPublishedAt(START.plusSeconds(3))
                .setRenditions(List.of())
                .setDurationMillis(4_000)
                .setFrames(FRAMES);
        published.add(entry("video-published", videoId, at, more.apply(event).build()));
        return this;
    }

    Histories failed(String videoId, int attempt, String code) {
        return failed(videoId, attempt, code, event -> event, START.plusSeconds(5));
    }

    Histories failed(String videoId, int attempt, String code, UnaryOperator<VideoFailed.Builder> more, Instant at) {
        VideoFailed.Builder event = VideoFailed.newBuilder()
                .setEventId(EventIds.of("failed", videoId, attempt))
                .setVideoId(videoId)
                .setAttempt(attempt)
                .setFailedAt(START.plusSeconds(4))
                .setFailure(failure(code))
                .setRequest(requests.stream()
                        .map(LoggedEvent::event)
                        .filter(request -> request.getVideoId().equals(videoId) && request.getAttempt() == attempt)
                        .findFirst()
                        .orElse(null));
        failed.add(entry("video-failed", videoId, at, more.apply(event).build()));
        return this;
    }

    /** A client asks for an attempt to be unpublished, and gets a 202. */
    Histories askedToUnpublish(String videoId, int attempt) {
        unpublishings.add(new AttemptId(videoId, attempt));
        return logged(videoId, attempt, request -> request.setAction(RequestAction.UNPUBLISH));
    }

    /** Unpublishes an attempt: event, no manifests. */
    Histories unpublished(String videoId, int attempt) {
        VideoUnpublished event = VideoUnpublished.newBuilder()
                .setEventId(EventIds.of("unpublished", videoId, attempt))
                .setVideoId(videoId)
                .setAttempt(attempt)
                .setUnpublishedAt(START.plusSeconds(9))
                .setCause(UnpublishCause.REQUESTED)
                .build();
        unpublished.add(entry("video-unpublished", videoId, START.plusSeconds(9), event));
        return lost(videoId + "/manifest.mpd").lost(videoId + "/master.m3u8");
    }

    Histories garbage(String content) {
        garbage.add(new GarbageRecord(new LoggedEvent.Place("encoder-tasks", 0, 7), ByteBuffer.wrap(bytes(content))));
        return this;
    }

    Histories deadLetter(String content) {
        VideoFailed event = VideoFailed.newBuilder()
                .setEventId(EventIds.ofRecord("encoder-tasks", 0, 7))
                .setFailedAt(START)
                .setFailure(failure("UNDECODABLE_RECORD"))
                .setUndecodable(
                        new UndecodableRecord("encoder-tasks", 0, 7L, START, null, ByteBuffer.wrap(bytes(content))))
                .build();
        failed.add(entry("video-failed", "", START, event));
        return this;
    }

    Histories put(String name, byte[] content) {
        objects.put(name, content);
        return this;
    }

    Histories lost(String name) {
        objects.remove(name);
        return this;
    }

    /** Removes an object from the inventory of an attempt. */
    Histories forgotten(String videoId, int attempt, String name) {
        AttemptId id = new AttemptId(videoId, attempt);
        inventories.computeIfPresent(id, (same, inventory) -> {
            Map<String, String> objects = new HashMap<>(inventory.objects());
            objects.remove(ROOT + id + "/" + name);
            return new VerifiedObjects(objects);
        });
        return this;
    }

    /** Gives the manifest of a video this timeline instead of two segments of 50 frames. */
    Histories timeline(String videoId, int attempt, String entries) {
        return put(videoId + "/manifest.mpd", bytes(mpd(attempt, entries)));
    }

    Histories decodesTo(long frames, boolean even, String complaints) {
        decoded = new Decoded(frames, even, complaints);
        return this;
    }

    List<Violation> check() {
        return new HistoryChecker(GRACE)
                .check(
                        new History(
                                acknowledged,
                                garbage,
                                requests,
                                published,
                                failed,
                                unpublished,
                                unpublishings,
                                inventories),
                        this);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public SortedSet<String> names() {
        return new TreeSet<>(objects.keySet());
    }

    @Override
    public Optional<byte[]> read(String name) {
        return Optional.ofNullable(objects.get(name));
    }

    @Override
    public String name(String uri) {
        return uri.substring(ROOT.length());
    }

    @Override
    public Decoded decode(String manifest) {
        return decoded;
    }

    private static VideoRequested request(String videoId, int attempt, UnaryOperator<VideoRequested.Builder> more) {
        return more.apply(VideoRequested.newBuilder()
                        .setVideoId(videoId)
                        .setAttempt(attempt)
                        .setSource("gs://in/a.mp4")
                        .setRequestedAt(START)
                        .setLabels(Map.of(History.FRAMES, Integer.toString(FRAMES))))
                .build();
    }

    private static Failure failure(String code) {
        return Failure.newBuilder()
                .setStage(Stage.UNKNOWN)
                .setCode(code)
                .setRetryable(true)
                .setMessage("It went wrong.")
                .build();
    }

    private <E> LoggedEvent<E> entry(String topic, String key, Instant at, E event) {
        long offset = (long) requests.size() + published.size() + failed.size() + unpublished.size();
        return new LoggedEvent<>(new LoggedEvent.Place(topic, 0, offset), key, at, event);
    }

    private static String mpd(int attempt, String timeline) {
        String template = "<SegmentTemplate timescale=\"25\" initialization=\"" + attempt
                + "/$RepresentationID$/init.mp4\" media=\"" + attempt
                + "/$RepresentationID$/$Time$.m4s\"><SegmentTimeline>" + timeline
                + "</SegmentTimeline></SegmentTemplate>";
        String subtitles = "<AdaptationSet contentType=\"text\"><Representation id=\"s1\" bandwidth=\"1\"><BaseURL>"
                + attempt + "/s1/subtitles.vtt</BaseURL></Representation></AdaptationSet>";
        String thumbnails = "<AdaptationSet contentType=\"image\"><SegmentTemplate timescale=\"1\" duration=\"3\""
                + " startNumber=\"1\" media=\"" + attempt + "/$RepresentationID$/$Number$.jpg\"/>"
                + "<Representation id=\"thumbnails\" bandwidth=\"1\"/></AdaptationSet>";
        return "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\""
                + " profiles=\"urn:mpeg:dash:profile:isoff-live:2011\" minBufferTime=\"PT2S\""
                + " mediaPresentationDuration=\"PT4S\"><Period><AdaptationSet contentType=\"video\" frameRate=\"25\">"
                + template
                + "<Representation id=\"v360\" bandwidth=\"1\"/></AdaptationSet>" + subtitles + thumbnails
                + "</Period></MPD>";
    }
}
