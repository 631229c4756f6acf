package dev.dashline.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.stack.StackOptions;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorePlaceTest {

    @ParameterizedTest
    @ValueSource(strings = {"gs://bucket/team", "gs://bucket/team/"})
    void keepsVideosBelowThePathAndReadsAllOfTheBucket(String store) {
        StackOptions.Places places = StorePlace.parse(store);

        assertThat(places.output()).hasValue(URI.create("gs://bucket/team/videos/"));
        assertThat(places.staging()).hasValue(URI.create("gs://bucket/team/staging/"));
        assertThat(places.sources()).contains(URI.create("gs://bucket/"));
    }

    @Test
    void takesABucketAlone() {
        assertThat(StorePlace.parse("gs://bucket").output()).hasValue(URI.create("gs://bucket/videos/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bucket", "/folder", "s3://bucket/", "gs:bucket", "gs://bucket/?a=b", "gs://buc ket/"})
    void refusesWhatIsNoBucket(String store) {
        assertThatThrownBy(() -> StorePlace.parse(store))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("gs://bucket/path");
    }
}
