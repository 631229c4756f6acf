package dev.dashline.encoder.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class ProfilesTest {

    @Test
    void bringsTheDefaultLadder() {
        assertThat(Profiles.builtIn().names()).containsExactly("h264-fast", "h264-ladder");
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
    void saysSoIfAProfileIsNoYaml() {
        ProfileException mistakes = catchThrowableOfType(ProfileException.class, () -> Profiles.parse("x", "{"));

        assertThat(mistakes.problems()).singleElement().asString().startsWith("x.yaml: is no YAML");
    }
}
