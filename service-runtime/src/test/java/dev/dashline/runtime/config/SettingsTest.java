package dev.dashline.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dashline.runtime.config.ConfigException.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Setting<String> NAME = Setting.text("NAME", "A name.");
    private static final Setting<Integer> SLOTS =
            Setting.integer("SLOTS", "Slots.", 1, 64).withDefault("4");
    private static final Setting<Duration> WAIT =
            Setting.duration("WAIT", "How long.").withDefault("10s");
    private static final Setting<URI> ROOT = Setting.root("ROOT", "Where.");
    private static final Setting<URI> API = Setting.uri("API", "Who.").withDefault("http://localhost:80");
    private static final Setting<Path> FOLDER =
            Setting.path("FOLDER", "A folder.").withDefault("/tmp");
    private static final Setting<Boolean> FAST =
            Setting.flag("FAST", "Whether.").withDefault("false");
    private static final List<Setting<?>> ALL = List.of(NAME, SLOTS, WAIT, ROOT, API, FOLDER, FAST);

    @Test
    void unsetAndBlankSettingsHaveTheirDefaults() {
        Settings settings = Settings.load(Map.of("NAME", "a", "ROOT", "gs://b/", "SLOTS", "  ", "FAST", ""), ALL);

        assertThat(settings.get(SLOTS)).isEqualTo(4);
        assertThat(settings.get(WAIT)).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.get(API)).isEqualTo(URI.create("http://localhost:80"));
        assertThat(settings.get(FOLDER)).isEqualTo(Path.of("/tmp"));
        assertThat(settings.get(FAST)).isFalse();
    }

    @Test
    void everySettingIsRead() {
        Settings settings = Settings.load(
                Map.of(
                        "NAME", " a b ",
                        "SLOTS", "64",
                        "WAIT", "PT1.5S",
                        "ROOT", "file:///srv/videos",
                        "API", "https://api",
                        "FOLDER", "/srv",
                        "FAST", "TRUE"),
                ALL);

        assertThat(settings.get(NAME)).isEqualTo("a b");
        assertThat(settings.get(SLOTS)).isEqualTo(64);
        assertThat(settings.get(WAIT)).isEqualTo(Duration.ofMillis(1500));
        assertThat(settings.get(ROOT)).isEqualTo(URI.create("file:///srv/videos/"));
        assertThat(settings.get(API)).isEqualTo(URI.create("https://api"));
        assertThat(settings.get(FOLDER)).isEqualTo(Path.of("/srv"));
        assertThat(settings.get(FAST)).isTrue();
    }

    @Test
    void everyMistakeIsReportedAtOnceWithKeyValueAndRule() {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class,
                () -> Settings.load(Map.of("SLOTS", "65", "WAIT", "soon", "ROOT", "videos", "FAST", "yes"), ALL));

        assertThat(refused.problems())
                .containsExactly(
                        new Problem("NAME", "", "must be set: any text"),
                        new Problem("SLOTS", "65", "must be a whole number from 1 to 64"),
                        new Problem(
                                "WAIT", "soon", "must be a positive time span such as 250ms, 10s, 5m, 2h or PT1.5S"),
                        new Problem(
                                "ROOT",
                                "videos",
                                "must be an absolute URI without .. such as gs://bucket/videos/ or"
                                        + " file:///srv/videos/"),
                        new Problem("FAST", "yes", "must be true or false"));
        assertThat(refused.problems().get(0)).hasToString("NAME must be set: any text");
        assertThat(refused.problems().get(1)).hasToString("SLOTS=65 must be a whole number from 1 to 64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65", "-1", "1.5", "one", "99999999999"})
    void rejectsNumbersOutOfRange(String text) {
        assertRejected("SLOTS", text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10", "0s", "-1s", "PT0S", "-PT1S", "1d", "s", "99999999999999999999s", "9223372036854775807h"})
    void rejectsWhatIsNoTimeSpan(String text) {
        assertRejected("WAIT", text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"videos/", "a b:c", "http://a b"})
    void rejectsWhatIsNoAbsoluteUri(String text) {
        assertRejected("ROOT", text);
        assertRejected("API", text);
    }

    @ParameterizedTest
    @CsvSource({
        "file:////srv/videos/, file:///srv/videos/",
        "file:///srv//videos, file:///srv/videos/",
        "file:///srv/./videos/, file:///srv/videos/",
        "gs://my_bucket//videos/, gs://my_bucket/videos/"
    })
    void rootsAreInTheFormThatNamesUnderThemHave(String text, URI root) {
        Settings settings = Settings.load(Map.of("ROOT", text), List.of(ROOT));

        assertThat(settings.get(ROOT)).isEqualTo(root);
        assertThat(settings.get(ROOT).resolve("v/1/a.m4s")).isEqualTo(URI.create(root + "v/1/a.m4s"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///srv/../videos/", "gs://bucket/../videos/", "file:///srv/%2e%2e/videos/", "gs:videos/"})
    void rejectsRootsThatNothingIsUnder(String text) {
        assertRejected("ROOT", text);
    }

    @Test
    void rejectsWhatIsNoPath() {
        assertRejected("FOLDER", "a\0b");
    }

    @ParameterizedTest
    @CsvSource({"250ms,PT0.25S", "10s,PT10S", "5m,PT5M", "2h,PT2H", "PT1.5S,PT1.5S", "P1D,PT24H"})
    void readsTimeSpans(String text, Duration span) {
        assertThat(Setting.parseDuration(text)).isEqualTo(span);
    }

    @Test
    void refusesToTellWhatWasNotLoaded() {
        Settings settings = Settings.load(Map.of(), List.of(SLOTS));

        assertThatThrownBy(() -> settings.get(WAIT)).hasMessageContaining("WAIT");
    }

    private static void assertRejected(String key, String text) {
        Map<String, String> environment = new HashMap<>(Map.of("NAME", "a", "ROOT", "gs://b/"));
        environment.put(key, text);
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> Settings.load(environment, ALL));
        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.value()).isEqualTo(text);
        });
    }
}
