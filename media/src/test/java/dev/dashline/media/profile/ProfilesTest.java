package dev.dashline.media.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dashline.media.sound.LoudnessTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesTest {

    @Test
    void bringsTheDefaultLadder() {
        assertThat(Profiles.builtIn().names())
                .containsExactly("audio-only", "av1-ladder", "h264-fast", "h264-ladder", "hevc-ladder");
        assertThat(Profiles.builtIn().find("h264-ladder").orElseThrow().rungs())
                .extracting(EncodingProfile.Target::size)
                .containsExactly(2_160, 1_440, 1_080, 720, 480, 360, 240);
    }

    @Test
    void aFingerprintIsThatOfTheFileAndTellsWhetherAnyProfileDiffers() {
        Profiles known = Profiles.builtIn();
        String yaml = "gop: PT2S\nsegment: PT4S\naudio: {bitrate: 96k, sampleRate: 48000, channels: 2}\n";
        EncodingProfile mine = Profiles.parse("mine", yaml);

        // printf 'gop: PT2S\nsegment: PT4S\naudio: {bitrate: 96k, sampleRate: 48000, channels: 2}\n' | sha256sum
        assertThat(mine.fingerprint()).isEqualTo("cd82a523dca9");
        assertThat(known.fingerprint()).isEqualTo(Profiles.builtIn().fingerprint());
        assertThat(known.with(new Profiles(List.of(mine))).fingerprint()).isNotEqualTo(known.fingerprint());
    }

    @Test
    void namesEveryMistakeWithThePathToIt() {
        String yaml = """
            gop: 2s
            segment: PT4S
            video:
              preset: quick
              profile: high
              rungs:
                - {size: 720, crf: high, maxrate: 3M, bufsize: 6M, colour: red}
            """;

        ProfileException mistakes = catchThrowableOfType(ProfileException.class, () -> Profiles.parse("mine", yaml));

        assertThat(mistakes.problems())
                .hasSize(4)
                .anySatisfy(problem -> assertThat(problem).startsWith("mine.yaml: gop must be a duration"))
                .anySatisfy(problem -> assertThat(problem).startsWith("mine.yaml: video.rungs[0].crf must be a whole"))
                .anySatisfy(problem -> assertThat(problem).startsWith("mine.yaml: video.rungs[0].colour is not known"))
                .anySatisfy(problem -> assertThat(problem).startsWith("mine.yaml: video.rungs[0].preset must be one"));
    }

    @Test
    void knowsWhatEachCodecTakes() {
        String yaml = """
            gop: PT2S
            segment: PT4S
            video:
              codec: av1
              preset: fast
              profile: main
              rungs:
                - {size: 720, bitrate: 1M, maxrate: 3M, bufsize: 6M}
                - {size: 480, crf: 63, maxrate: 3M, bufsize: 6M, preset: 8}
                - {size: 360, crf: 64, maxrate: 3M, bufsize: 6M, preset: 8}
            """;

        ProfileException mistakes = catchThrowableOfType(ProfileException.class, () -> Profiles.parse("mine", yaml));

        assertThat(mistakes.problems())
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem).contains("video.rungs[0].preset must be one of 0, 1"))
                .anySatisfy(problem -> assertThat(problem).contains("video.rungs[0].bitrate must be left out: AV1"))
                .anySatisfy(problem -> assertThat(problem).contains("video.rungs[2].crf must be"));
    }

    @Test
    void takesNothingThatNoTaskCouldEncode() {
        String yaml = """
            gop: PT2S
            segment: PT4S
            video:
              preset: fast
              profile: high
              rungs:
                - {size: 361, crf: 22, maxrate: 3M, bufsize: 6M}
                - {size: 360, bitrate: 4M, maxrate: 3M, bufsize: 6M}
                - {size: 360, bitrate: 3M, maxrate: 3M, bufsize: 6M}
            audio: {bitrate: 64k, sampleRate: 96000, channels: 2}
            """;

        ProfileException mistakes = catchThrowableOfType(ProfileException.class, () -> Profiles.parse("mine", yaml));

        assertThat(mistakes.problems())
                .containsExactlyInAnyOrder(
                        "mine.yaml: video.rungs[0].size must be even, as the sides of pictures are, but is 361",
                        "mine.yaml: video.rungs[1].bitrate must not be above maxrate, but is \"4M\"",
                        "mine.yaml: video.rungs[2].size must differ from the sizes of the rungs before it, but is 360",
                        "mine.yaml: audio.sampleRate must be one of 8000, 11025, 12000, 16000, 22050, 24000, 32000,"
                                + " 44100, 48000, but is 96000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{target: -23}; -23; -1",
                "{target: -16.5, truePeak: -2}; -16.5; -2",
            })
    void mayAskForALoudness(String loudness, double target, double truePeak) {
        EncodingProfile profile = Profiles.parse("mine", withLoudness(loudness));

        assertThat(profile.audio().orElseThrow().loudness()).contains(new LoudnessTarget(target, truePeak));
    }

    @Test
    void asksForNoLoudnessUnlessItSaysSo() {
        assertThat(Profiles.builtIn().names())
                .allSatisfy(name -> assertThat(Profiles.builtIn()
                                .find(name)
                                .orElseThrow()
                                .audio()
                                .orElseThrow()
                                .loudness())
                        .isEmpty());
        assertThat(Profiles.parse("mine", withLoudness("none"))
                        .audio()
                        .orElseThrow()
                        .loudness())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-23 | audio.loudness must have a target, such as {target: -23, truePeak: -1}, or be none, but is -23",
                "{truePeak: -1} | audio.loudness.target must be a number from -50 to -5",
                "{target: 23} | audio.loudness.target must be a number from -50 to -5, but is 23",
                "{target: -23, truePeak: 1} | audio.loudness.truePeak must be a number from -20 to 0, but is 1",
                "{target: -9, peak: 0} | audio.loudness.peak is not known here; known are [target, truePeak], but is 0",
            })
    void saysWhatIsWrongAboutALoudness(String loudness, String problem) {
        assertThatThrownBy(() -> Profiles.parse("mine", withLoudness(loudness))).hasMessage("mine.yaml: " + problem);
    }

    private static String withLoudness(String loudness) {
        return "{gop: PT2S, segment: PT4S, audio: {bitrate: 64k, sampleRate: 48000, channels: 2, loudness: " + loudness
                + "}}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"50000", "44100.0", "4295015296", "high"})
    void takesOnlyRatesThatAacHas(String rate) {
        String yaml = "{gop: PT2S, segment: PT4S, audio: {bitrate: 64k, sampleRate: " + rate + ", channels: 2}}";

        ProfileException mistakes = catchThrowableOfType(ProfileException.class, () -> Profiles.parse("mine", yaml));

        assertThat(mistakes.problems())
                .singleElement()
                .asString()
                .startsWith("mine.yaml: audio.sampleRate must be one");
    }

    @Test
    void wantsVideoOrAudio() {
        ProfileException mistakes = catchThrowableOfType(
                ProfileException.class, () -> Profiles.parse("mine", "{gop: PT2S, segment: PT4S}"));

        assertThat(mistakes.problems()).containsExactly("mine.yaml: video must be set, or audio, or both");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "nothing",
            value = {"'', PT4S", "'thumbnails: PT10S', PT10S", "'thumbnails: none', nothing"})
    void takesThumbnailsOfVideosUnlessToldOtherwise(String line, Duration expected) {
        EncodingProfile profile = Profiles.parse("mine", line + """

            gop: PT2S
            segment: PT4S
            video: {preset: fast, profile: high, rungs: [{size: 720, crf: 22, maxrate: 3M, bufsize: 6M}]}
            """);

        assertThat(profile.thumbnails()).isEqualTo(Optional.ofNullable(expected));
        assertThat(Profiles.builtIn().find("audio-only").orElseThrow().thumbnails())
                .isEmpty();
    }

    @Test
    void takesThumbnailsOfVideosOnlyAndNotWithinASegment() {
        String yaml = """
            gop: PT2S
            segment: PT4S
            thumbnails: PT1S
            audio: {bitrate: 64k, sampleRate: 48000, channels: 2}
            """;

        ProfileException mistakes = catchThrowableOfType(ProfileException.class, () -> Profiles.parse("mine", yaml));

        assertThat(mistakes.problems())
                .containsExactly(
                        "mine.yaml: thumbnails must be left out where video is, but is \"PT1S\"",
                        "mine.yaml: thumbnails must be a duration from PT4S to PT5M, such as PT2S, but is \"PT1S\"");
    }

    @Test
    void saysSoIfAProfileIsNoYaml() {
        ProfileException mistakes = catchThrowableOfType(ProfileException.class, () -> Profiles.parse("x", "{"));

        assertThat(mistakes.problems()).singleElement().asString().startsWith("x.yaml: is not YAML");
    }
}
