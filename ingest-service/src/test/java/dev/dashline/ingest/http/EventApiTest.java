package dev.dashline.ingest.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Identity;
import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.http.gate.Admission;
import dev.dashline.ingest.http.operation.EventApi;
import dev.dashline.ingest.stream.EventFeed;
import dev.dashline.ingest.stream.EventStreams;
import dev.dashline.ingest.stream.Offsets;
import dev.dashline.ingest.video.Events;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.testsupport.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams of events, as a browser's {@code EventSource} reads them. The token of a caller is his name. */
@Timeout(60)
class EventApiTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration BEAT_EVERY = Duration.ofMillis(200);
    private static final int MOST = 3;

    private final InMemoryVideos videos = new InMemoryVideos();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Supervisor supervisor = new Supervisor(meters);
    private final EventFeed feed = new EventFeed(1_000);
    private final EventStreams streams = new EventStreams(feed, MOST, BEAT_EVERY, supervisor, meters);
    private final Map<String, Caller> callers = new ConcurrentHashMap<>(
            Map.of("news", caller("news", Role.VIEW), "sport", caller("sport", Role.VIEW), "all", runsAll()));
    private final ApiServer server = new ApiServer(
            new ApiSettings("127.0.0.1", 0, 1_024, IDLE_TIMEOUT, 2),
            Admission.of(this::identify),
            List.of(videos.api(new ManualClock(Events.T0)), new EventApi(streams, videos)),
            meters,
            Map.of());
    private final List<Stream> opened = new ArrayList<>();
    private long offset;

    @BeforeEach
    void start() {
        feed.begin(Offsets.of(0));
        feed.open();
        streams.start();
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        for (Stream stream : opened) {
            stream.socket.close();
        }
        server.close();
        supervisor.close();
    }

    @Test
    void tellsEachTenantWhatHappensToItsOwnVideos() throws IOException {
        Stream news = open("/events", "news", "");
        Stream sport = open("/events", "sport", "");
        Stream all = open("/events", "all", "");

        happens("a", "sport");
        happens("b", "news");

        assertThat(news.next()).contains("\"id\":\"b\"", "\"tenant\":\"news\"");
        assertThat(sport.next()).contains("\"id\":\"a\"");
        assertThat(all.next()).contains("\"id\":\"a\"");
        assertThat(all.next()).contains("\"id\":\"b\"");
    }

    @Test
    void goesOnBehindTheLastEventOfAClientThatComesAgain() throws IOException {
        Stream client = open("/events", "news", "");
        happens("a", "news");
        client.next();
        client.socket.close();
        happens("b", "news");
        happens("c", "sport");
        happens("d", "news");

        Stream again = open("/events", "news", client.id);

        assertThat(again.next()).contains("\"id\":\"b\"");
        assertThat(again.next()).contains("\"id\":\"d\"");
        assertThat(open("/events", "news", "7.7").event()).isEqualTo("reset");
    }

    @Test
    void aStreamOfOneVideoBeginsWithHowItIs() throws IOException {
        happens("a", "news");
        Stream client = open("/videos/a/events", "news", "");

        assertThat(client.next()).contains("\"id\":\"a\"", "\"state\":\"requested\"");
        happens("b", "news");
        fails("a");
        assertThat(client.next()).contains("\"id\":\"a\"", "\"state\":\"failed\"");
    }

    @Test
    void aClientHearsOfNothingAsLongAsNothingHappensAndItsPlaceMovesWithWhatIsNotForIt() throws IOException {
        Stream client = open("/events", "news", "");
        happens("a", "sport");

        assertThat(client.commentsUntil("1")).isPositive();
        for (int i = 0; i < IDLE_TIMEOUT.dividedBy(BEAT_EVERY) + 1; i++) {
            assertThat(client.commentsUntil("1")).isEqualTo(1);
        }
    }

    @Test
    void aStreamEndsSoonAfterItsKeyWasRevoked() throws IOException {
        Stream client = open("/events", "news", "");
        Stream other = open("/events", "sport", "");

        callers.remove("news");

        assertThat(client.isEnded()).isTrue();
        happens("a", "sport");
        assertThat(other.next()).contains("\"id\":\"a\"");
    }

    @Test
    void streamsTakeNoPlaceOfOtherRequestsAndHaveALimitOfTheirOwn() throws IOException {
        for (int i = 0; i < MOST; i++) {
            open("/events", "news", "");
        }

        ApiClient.Answer more = get("/events", "");
        assertThat(more.status()).isEqualTo(429);
        assertThat(more.text("type")).endsWith(":too-many-streams");
        assertThat(more.header("Retry-After")).isEqualTo("5");
        assertThat(get("/videos", "").status()).isEqualTo(200);

        opened.get(0).socket.close();
        await().atMost(PATIENCE)
                .until(() ->
                        meters.get("dashline.ingest.streams.active").gauge().value() < MOST);
        happens("a", "news");
        Stream next = open("/events", "news", "0");
        assertThat(next.next()).contains("\"id\":\"a\"");
    }

    /** More than sockets hold is more than the feed holds: it must not wait for him. */
    @Test
    void aClientThatReadsNothingIsCutOffAndHoldsNobodyUp() throws IOException {
        Stream slow = open("/events", "news", "");
        Stream quick = open("/events", "news", "");
        String long_ = "x".repeat(50_000);
        for (int i = 0; i < 1_100; i++) {
            happens("v" + i, "news", long_);
            assertThat(quick.next()).contains("\"id\":\"v" + i + '"');
        }

        await().atMost(PATIENCE)
                .until(() ->
                        meters.get("dashline.ingest.streams.active").gauge().value() == 1);
        assertThat(slow.isEnded()).isTrue();
    }

    @Test
    void refusesWhatIsNoIdAndWhatIsNotThere() {
        assertThat(get("/events", "what?").status()).isEqualTo(400);
        assertThat(get("/videos/none/events", "").status()).isEqualTo(404);
    }

    @Test
    void endsItsStreamsWhenTheServiceStops() throws IOException {
        Stream client = open("/events", "news", "");
        server.close();
        assertThat(client.isEnded()).isTrue();
    }

    private void happens(String id, String tenant) {
        happens(id, tenant, id);
    }

    private void happens(String id, String tenant, String title) {
        VideoRequested request = Events.aRequest()
                .setVideoId(id)
                .setTenant(tenant)
                .setTitle(title)
                .build();
        put(VideoStatuses.apply(null, request));
    }

    private void fails(String id) {
        put(Objects.requireNonNull(VideoStatuses.apply(
                videos.statuses.get(id),
                VideoFailed.newBuilder(Events.failed(1))
                        .setVideoId(id)
                        .setRequest(null)
                        .build())));
    }

    private void put(VideoStatus status) {
        videos.statuses.put(status.getVideoId(), status);
        feed.add(0, offset++, status);
        feed.wake();
    }

    private Identity identify(String token) {
        return Optional.ofNullable(callers.get(token))
                .<Identity>map(Identity.Known::new)
                .orElseGet(() -> new Identity.Refused("unknown"));
    }

    private static Caller caller(String tenant, Role... roles) {
        return new Caller(tenant, tenant, Set.of(roles), List.of(), OptionalInt.empty());
    }

    private static Caller runsAll() {
        return caller("default", Role.VIEW, Role.OPERATE);
    }

    private ApiClient api() {
        return new ApiClient(server.port());
    }

    private ApiClient.Answer get(String path, String lastEventId) {
        return api().send(api().request(path)
                .header("Authorization", "Bearer news")
                .header("Last-Event-ID", lastEventId)
                .GET());
    }

    private Stream open(String path, String token, String lastEventId) throws IOException {
        Stream stream = new Stream(path, token, lastEventId);
        opened.add(stream);
        return stream;
    }

    /** Reads one stream of events line by line. */
    private final class Stream {

        private final Socket socket;
        private final BufferedReader lines;
        private String id = "";

        Stream(String path, String token, String lastEventId) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n"
                    + (lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n") + "\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            assertThat(lines.readLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(field("retry: ")).isEqualTo("2000");
        }

        /** The data of the next event. */
        String next() throws IOException {
            return field("data: ");
        }

        String event() throws IOException {
            return field("event: ");
        }

        /** Reads comments and no events until one has this id. */
        int commentsUntil(String expected) throws IOException {
            int comments = 0;
            String line = line();
            while (!line.equals("id: " + expected)) {
                assertThat(line).doesNotStartWith("data");
                comments += line.equals(":") ? 1 : 0;
                line = line();
            }
            return comments;
        }

        private String field(String name) throws IOException {
            String line = line();
            while (!line.startsWith(name)) {
                line = line();
            }
            return line.substring(name.length());
        }

        private String line() throws IOException {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("the stream has ended");
            }
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            }
            return line;
        }

        /** Reads to its end. */
        boolean isEnded() {
            try {
                while (true) {
                    String unused = line();
                }
            } catch (SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                return true;
            }
        }
    }
}
