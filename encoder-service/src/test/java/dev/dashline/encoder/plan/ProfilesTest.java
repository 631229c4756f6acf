package dev.dashline.encoder.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class ProfilesTest {

    @Test
    void bringsTheDefaultLadder() {
        assertThat(Profiles.builtIn().names())
                .containsExactly("audio-only", "av1-ladder", "h264-fast", "h264-ladder", "hevc-ladder");
        assertThat(Profiles.builtIn().find("h264-ladder").orElseThrow().rungs())
                .extracting(EncodingProfile.Rung::size)
                .containsExactly(1_080, 720, 480, 360, 240);
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
    void wantsVideoOrAudio() {
        ProfileException mistakes = catchThrowableOfType(
                ProfileException.class, () -> Profiles.parse("mine", "{gop: PT2S, segment: PT4S}"));

        assertThat(mistakes.problems()).containsExactly("mine.yaml: video must be set, or audio, or both");
    }

    @Test
    void saysSoIfAProfileIsNoYaml() {
        ProfileException mistakes = catchThrowableOfType(ProfileException.class, () -> Profiles.parse("x", "{"));

        assertThat(mistakes.problems()).singleElement().asString().startsWith("x.yaml: is no YAML");
    }
}
