package dev.dashline.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.runtime.config.ConfigException;
import dev.dashline.runtime.config.Settings;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BucketsTest {

    @Test
    void setEveryPlaceThatFollowsFromThem() {
        assertThat(Buckets.expand(Map.of("INPUT_BUCKET", "uploads", "OUTPUT_BUCKET", "media", "INPUT_URI", " ")))
                .containsEntry("INPUT_URI", "gs://uploads/")
                .containsEntry("SOURCE_ROOTS", "gs://uploads/")
                .containsEntry("OUTPUT_URI", "gs://media/videos/")
                .containsEntry("STAGING_URI", "gs://media/staging/");
    }

    @Test
    void leaveWhatIsSetAlready() {
        Map<String, String> set = Map.of("OUTPUT_URI", "gs://media/v/", "INPUT_URI", "gs://uploads/new/");

        assertThat(Buckets.expand(with(set, "INPUT_BUCKET", "uploads", "OUTPUT_BUCKET", "media")))
                .containsAllEntriesOf(set)
                .containsEntry("STAGING_URI", "gs://media/staging/");
        assertThat(Buckets.expand(set)).isEqualTo(set);
    }

    @Test
    void areReadBesideTheOtherSources() {
        StoreConfig config = StoreConfig.from(
                Buckets.expand(Map.of("INPUT_BUCKET", "uploads", "SOURCE_ROOTS", "gs://archive/2020/")));

        assertThat(config.sources().allow(URI.create("gs://uploads/a.mp4"))).isTrue();
        assertThat(config.sources().allow(URI.create("gs://archive/2020/a.mp4")))
                .isTrue();
        assertThat(config.sources().allow(URI.create("gs://archive/2021/a.mp4")))
                .isFalse();
    }

    @Test
    void forbidNothingWhereAnythingIsAllowedInSoManyWords() {
        assertThat(Buckets.expand(Map.of("INPUT_BUCKET", "uploads", "SOURCE_ROOTS", "any")))
                .containsEntry("SOURCE_ROOTS", "any");
    }

    @Test
    void areRefusedByTheirSettingIfTheyAreNone() {
        Map<String, String> wrong = Buckets.expand(Map.of("INPUT_BUCKET", "gs://uploads/"));

        assertThat(wrong).containsOnlyKeys("INPUT_BUCKET");
        assertThatThrownBy(() -> Settings.load(wrong, List.of(Buckets.INPUT_BUCKET)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("INPUT_BUCKET");
    }

    private static Map<String, String> with(Map<String, String> set, String... more) {
        Map<String, String> all = new HashMap<>(set);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }
}
