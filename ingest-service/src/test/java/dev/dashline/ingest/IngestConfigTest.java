package dev.dashline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.ingest.access.OidcConfig;
import dev.dashline.ingest.http.gate.Admission;
import dev.dashline.ingest.settings.UploadSettings;
import dev.dashline.runtime.config.ConfigException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngestConfigTest {

    private static final Map<String, String> KAFKA =
            Map.of("KAFKA_BOOTSTRAP_SERVERS", "localhost:1", "SCHEMA_REGISTRY_URL", "mock://config");

    @Test
    void readsNothingWhereNothingIsSet() {
        IngestConfig config = with(Map.of());

        assertThat(config.sources().input()).isEmpty();
        assertThat(config.sources().refusal("gs://any/a.mp4")).isPresent();
        assertThat(config.sources().refusal("file:///etc/passwd")).isPresent();
    }

    @Test
    void readsAnyBucketButNoFileWhereThatIsSaid() {
        IngestConfig config = with(Map.of("SOURCE_ROOTS", "any"));

        assertThat(config.sources().refusal("gs://any/a.mp4")).isEmpty();
        assertThat(config.sources().refusal("gs:any/a.mp4")).isPresent();
        assertThat(config.sources().refusal("file:///etc/passwd")).isPresent();
    }

    @Test
    void readsNothingThatTheOtherServicesWrite() {
        IngestConfig buckets = with(Map.of("SOURCE_ROOTS", "gs://media/", "OUTPUT_BUCKET", "media"));
        IngestConfig folders = with(Map.of(
                "SOURCE_ROOTS", "file:///srv/", "OUTPUT_URI", "file:///srv/out", "STAGING_URI", "file:///srv/st/"));

        assertThat(buckets.sources().refusal("gs://media/in/a.mp4")).isEmpty();
        assertThat(buckets.sources().refusal("gs://media/videos/v/a.mp4")).isPresent();
        assertThat(buckets.sources().refusal("gs://media/staging/v/a.mp4")).isPresent();
        assertThat(buckets.sources().refusal("gs://media/%73taging/v/a.mp4")).isPresent();
        assertThat(folders.sources().refusal("file:///srv/in/a.mp4")).isEmpty();
        assertThat(folders.sources().refusal("file:///srv/out/v/a.mp4")).isPresent();
        assertThat(folders.sources().refusal("file:///srv//st/v/a.mp4")).isPresent();
        assertThat(folders.sources().refusal("file:///srv/%2e/st/v/a.mp4")).isPresent();
    }

    @Test
    void readsTheInputBucketAlsoWhereNothingElseIs() {
        IngestConfig config = with(Map.of("INPUT_BUCKET", "uploads", "SOURCE_ROOTS", "none"));

        assertThat(config.sources().refusal("gs://uploads/a.mp4")).isEmpty();
        assertThat(config.sources().refusal("gs://other/a.mp4")).isPresent();
    }

    @Test
    void readsOnlyTheInputBucketWhereItIsSet() {
        IngestConfig config = with(Map.of("INPUT_BUCKET", "uploads"));

        assertThat(config.sources().input()).contains(URI.create("gs://uploads/"));
        assertThat(config.sources().refusal("gs://uploads/a.mp4")).isEmpty();
        assertThat(config.sources().refusal("gs://uploads-2/a.mp4")).isPresent();
    }

    @Test
    void readsWhatIsListedBesideTheInputBucket() {
        IngestConfig config = with(Map.of("INPUT_BUCKET", "uploads", "SOURCE_ROOTS", "gs://archive/"));

        assertThat(config.sources().refusal("gs://uploads/a.mp4")).isEmpty();
        assertThat(config.sources().refusal("gs://archive/a.mp4")).isEmpty();
        assertThat(config.sources().refusal("gs://other/a.mp4")).isPresent();
    }

    @Test
    void refusesAnInputBucketThatIsAnAddress() {
        assertThatThrownBy(() -> with(Map.of("INPUT_BUCKET", "gs://uploads")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("INPUT_BUCKET");
    }

    @Test
    void takesUploadsWhereItIsToldAndNobodyNamesWhatIsThere() {
        IngestConfig config = with(
                Map.of("UPLOAD_URI", "gs://media/uploads", "SOURCE_ROOTS", "gs://media/", "UPLOAD_MAX_SIZE", "20GiB"));
        UploadSettings uploads = config.uploads().orElseThrow();

        assertThat(uploads.names().root()).isEqualTo(URI.create("gs://media/uploads/"));
        assertThat(uploads.limits().maxSize()).isEqualTo(20L << 30);
        assertThat(uploads.stores().sources().allow(URI.create("gs://media/a.mp4")))
                .isFalse();
        assertThat(config.sources().refusal("gs://media/in/a.mp4")).isEmpty();
        assertThat(config.sources().refusal("gs://media/uploads/news/a/source")).isPresent();
        assertThat(with(Map.of()).uploads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "0GiB", "20GB", "-1GiB", "9000000TiB"})
    void refusesSizesThatAreNone(String size) {
        assertThatThrownBy(() -> with(Map.of("UPLOAD_QUOTA", size)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("UPLOAD_QUOTA");
    }

    @Test
    void keepsStatusesForAsLongAsTheApiPromisesToKeepAKey() {
        assertThat(with(Map.of("STATUS_RETENTION", "24h")).retention()).isEqualTo(Duration.ofDays(1));
        assertThatThrownBy(() -> with(Map.of("STATUS_RETENTION", "23h")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("STATUS_RETENTION=23h must be a time span of 24h at least")
                .hasMessageContaining("Idempotency-Key");
    }

    @Test
    void asksForTokensUnlessItIsTold() {
        assertThat(with(Map.of()).access().isOn()).isTrue();
        assertThat(with(Map.of("AUTH", "off", "HOST", "127.0.0.1")).access().withoutTokens())
                .isEqualTo(Admission.ANYBODY_HERE);
        assertThat(with(Map.of("AUTH", "off", "HOST", "::1")).access().isOn()).isFalse();
        assertThat(with(Map.of("AUTH", "open-to-the-network")).access().withoutTokens())
                .isEqualTo(Admission.ANYBODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::", "dashline.example", "127.0.0.1.example"})
    void isNotOpenToTheNetworkByAccident(String host) {
        assertThatThrownBy(() -> with(Map.of("AUTH", "off", "HOST", host)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("AUTH=off must be on where HOST is " + host)
                .hasMessageContaining("open-to-the-network");
    }

    @Test
    void takesTokensOfAnIssuerThatIsDescribedInFull() {
        assertThat(with(Map.of()).access().oidc()).isEmpty();
        assertThat(with(Map.of(
                                "OIDC_ISSUER", "https://issuer.example/",
                                "OIDC_AUDIENCE", "dashline",
                                "OIDC_JWKS_URI", "https://issuer.example/keys",
                                "OIDC_ROLE_PREFIX", "dashline:",
                                "OIDC_TENANT_CLAIM", "none"))
                        .access()
                        .oidc())
                .contains(new OidcConfig(
                        "https://issuer.example/",
                        "dashline",
                        URI.create("https://issuer.example/keys"),
                        Set.of("RS256", "ES256"),
                        "roles",
                        "dashline:",
                        Optional.empty()));
        assertThatThrownBy(() -> with(Map.of("OIDC_ISSUER", "https://issuer.example/")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("OIDC_AUDIENCE must be set")
                .hasMessageContaining("OIDC_JWKS_URI must be set");
    }

    @ParameterizedTest
    @CsvSource({
        "OIDC_ALGORITHMS, none",
        "OIDC_ALGORITHMS, 'RS256,HS256'",
        "OIDC_JWKS_URI, http://issuer.example/keys",
        "OIDC_JWKS_URI, file:///etc/keys",
        "OIDC_JWKS_URI, keys"
    })
    void takesNoAlgorithmWithOneSecretAndNoKeysThatOthersCanChange(String key, String value) {
        assertThatThrownBy(() -> with(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key + "=" + value);
    }

    private static IngestConfig with(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(KAFKA);
        environment.putAll(settings);
        return IngestConfig.from(environment);
    }
}
