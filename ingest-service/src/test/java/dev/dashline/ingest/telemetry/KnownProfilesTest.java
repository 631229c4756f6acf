package dev.dashline.ingest.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.events.ProfileAudio;
import dev.dashline.events.ProfileRung;
import dev.dashline.events.ProfileSet;
import dev.dashline.events.ProfileSummary;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.testsupport.ManualClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KnownProfilesTest {

    private static final Instant T0 = Instant.parse("2026-01-31T12:00:00Z");

    private final ManualClock clock = new ManualClock(T0);
    private final EncoderTelemetry encoders = new EncoderTelemetry(clock);
    private final KnownProfiles profiles = new KnownProfiles(encoders);

    @Test
    void aNameThatNoEncoderKnowsIsWrongAndTheAnswerListsTheOthers() {
        announce("old", "h264-ladder", "audio-only");
        listen("old");

        assertThat(profiles.problem("h264-ladder")).isEmpty();
        assertThat(profiles.problem("mine")).contains("must be one that encoders know: audio-only, h264-ladder");
    }

    @Test
    void aNameIsRightAsSoonAsOneEncoderKnowsIt() {
        announce("old", "h264-ladder");
        listen("old");
        assertThat(profiles.problem("mine")).isPresent();

        announce("new", "h264-ladder", "mine");
        heard("two", "new");
        assertThat(profiles.problem("mine")).isEmpty();
        assertThat(offered()).containsExactly("h264-ladder 2", "mine 1");
    }

    @Test
    void anyNameIsRightWhileSomeEncoderMayKnowIt() {
        announce("old", "h264-ladder");
        heard("one", "old");
        assertThat(profiles.problem("mine"))
                .as("others have not been heard yet")
                .isEmpty();

        listen("old");
        heard("two", "");
        assertThat(profiles.problem("mine")).as("one takes any name").isEmpty();

        heard("two", "new");
        assertThat(profiles.problem("mine")).as("its profiles are not read yet").isEmpty();

        announce("new", "h264-ladder");
        assertThat(profiles.problem("mine")).isPresent();

        clock.advance(EncoderTelemetry.REMEMBERED_IDLE);
        assertThat(profiles.problem("mine")).as("nobody tells any more").isEmpty();
    }

    @Test
    void withoutAnEncoderWhatWasAnnouncedLastIsOffered() {
        assertThat(offered()).isEmpty();
        announce("old", "h264-ladder");
        announce("new", "h264-ladder", "mine");
        profiles.put("garbled", Optional.empty());

        assertThat(offered()).containsExactly("h264-ladder 0", "mine 0");
        assertThat(profiles.problem("other")).isEmpty();
    }

    @Test
    void twoFormsOfAProfileAreTwoOffersTheUsualOneFirst() {
        announce("old", "mine");
        profiles.put("new", Optional.of(new ProfileSet("new", List.of(summary("mine", "ffffffffffff")))));
        heard("one", "new");
        heard("two", "old");
        heard("three", "old");

        assertThat(offered()).containsExactly("mine 2", "mine 1");
        assertThat(offers())
                .extracting(offer -> offer.path("fingerprint").asText())
                .containsExactly("0123456789ab", "ffffffffffff");
    }

    @Test
    void aClientSeesWhatItNeedsToChoose() {
        announce("old", "mine");
        heard("one", "old");

        assertThat(ProfileJson.of(profiles.offers(), profiles.encoders()).toString())
                .isEqualTo("{\"profiles\":[{\"name\":\"mine\",\"fingerprint\":\"0123456789ab\",\"encoders\":1,"
                        + "\"codec\":\"h264\",\"rungs\":[{\"size\":1080,\"maxrate\":5000000}],"
                        + "\"audio\":{\"bitrate\":128000,\"channels\":2,\"surround\":null},"
                        + "\"damage\":\"refuse\"}],\"encoders\":1}");
    }

    /** Hears one encoder for so long that all would have been heard. */
    private void listen(String set) {
        heard("one", set);
        clock.advance(EncoderTelemetry.REMEMBERED_IDLE);
        heard("one", set);
    }

    private void heard(String worker, String set) {
        encoders.heard(WorkerHeartbeat.newBuilder(Telemetry.heartbeat(T0))
                .setWorker(worker)
                .setProfiles(set)
                .build());
    }

    private void announce(String set, String... names) {
        profiles.put(
                set,
                Optional.of(new ProfileSet(
                        set,
                        Stream.of(names)
                                .map(name -> summary(name, "0123456789ab"))
                                .toList())));
    }

    private static ProfileSummary summary(String name, String fingerprint) {
        return ProfileSummary.newBuilder()
                .setName(name)
                .setFingerprint(fingerprint)
                .setCodec("h264")
                .setRungs(List.of(new ProfileRung(1_080, 5_000_000L)))
                .setAudio(ProfileAudio.newBuilder()
                        .setBitrate(128_000L)
                        .setChannels(2)
                        .build())
                .build();
    }

    private List<String> offered() {
        return offers().stream()
                .map(offer -> offer.path("name").asText() + ' ' + offer.path("encoders"))
                .toList();
    }

    private List<JsonNode> offers() {
        JsonNode list = ProfileJson.of(profiles.offers(), profiles.encoders()).path("profiles");
        return Stream.iterate(0, each -> each < list.size(), each -> each + 1)
                .<JsonNode>map(list::get)
                .toList();
    }
}
