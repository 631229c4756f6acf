package dev.dashline.ingest.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.ingest.connection.ConnectionSettings;
import dev.dashline.ingest.http.gate.Admission;
import dev.dashline.ingest.page.PageSettings;
import dev.dashline.ingest.video.Events;
import dev.dashline.runtime.config.ConfigException;
import dev.dashline.runtime.config.Settings;
import dev.dashline.testsupport.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The API by TLS, with certificates that sign themselves. */
@Timeout(120)
class EncryptionTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder;

    private final Path certificate = folder.resolve("tls.crt");
    private final Path key = folder.resolve("tls.key");

    @BeforeAll
    static void makeCertificates() throws Exception {
        make("first", "EC");
        make("second", "RSA");
    }

    @Test
    void showsTheNewCertificateOnceItsFilesHaveChanged() throws Exception {
        put("first", "first");
        ConnectionSettings settings = settings();
        try (ApiServer server = server(settings)) {
            assertThat(health(server, "first")).isEqualTo(200);

            Files.writeString(key, "half of a");
            look(settings);
            assertThat(health(server, "first")).isEqualTo(200);

            put("second", "second");
            look(settings);
            assertThat(health(server, "second")).isEqualTo(200);
            assertThatThrownBy(() -> health(server, "first")).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void doesNotStartWithFilesThatAreOfNoUseAndSaysWhy() throws Exception {
        put("first", "second");
        assertRefused("not that of the first certificate", "is no EC key");
        Files.writeString(key, "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        assertRefused("openssl pkcs8");
        Files.writeString(key, "nothing");
        assertRefused("has no private key in PEM");
        Files.writeString(certificate, "");
        assertRefused("certificate");
        Files.delete(certificate);
        assertRefused("cannot be read");
        assertThatThrownBy(() -> ConnectionSettings.from(
                        Settings.load(Map.of("TLS_KEY", key.toString()), ConnectionSettings.SETTINGS)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("TLS_CERTIFICATE must be set as well");
    }

    private void assertRefused(String... oneOf) {
        assertThatThrownBy(this::settings)
                .isInstanceOf(ConfigException.class)
                .message()
                .containsAnyOf(oneOf);
    }

    private ConnectionSettings settings() {
        return ConnectionSettings.from(Settings.load(
                Map.of("TLS_CERTIFICATE", certificate.toString(), "TLS_KEY", key.toString()),
                ConnectionSettings.SETTINGS));
    }

    private static void look(ConnectionSettings settings) {
        settings.certificate().orElseThrow().look();
    }

    private static ApiServer server(ConnectionSettings connections) {
        InMemoryVideos videos = new InMemoryVideos();
        ManualClock clock = new ManualClock(Events.T0);
        ApiServer server = new ApiServer(
                new ApiSettings(
                        "127.0.0.1", 0, 1_024, Duration.ofSeconds(10), 2, connections, PageSettings.WITHOUT_VIDEOS),
                Admission.ANYBODY_HERE,
                new Deployment(videos, clock).operations(videos.api(clock)),
                new SimpleMeterRegistry(),
                Map.of());
        server.start();
        return server;
    }

    /** As a client sees it that trusts this certificate and no other. */
    private static int health(ApiServer server, String trusted) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/health/live"))
                .timeout(Duration.ofSeconds(60))
                .build();
        return HttpClient.newBuilder()
                .sslContext(trusting(trusted))
                .build()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private static SSLContext trusting(String name) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(name, store(name).getCertificate(name));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private void put(String certificateOf, String keyOf) throws IOException, GeneralSecurityException {
        Files.writeString(
                certificate,
                pem(
                        "CERTIFICATE",
                        store(certificateOf).getCertificate(certificateOf).getEncoded()));
        Files.writeString(
                key, pem("PRIVATE KEY", store(keyOf).getKey(keyOf, PASSWORD).getEncoded()));
    }

    private static String pem(String kind, byte[] content) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }

    private static KeyStore store(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(folder.resolve(name))) {
            store.load(file, PASSWORD);
        }
        return store;
    }

    private static void make(String name, String algorithm) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        folder.resolve(name).toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
        assertThat(keytool.waitFor()).as(said).isZero();
    }
}
