package dev.dashline.ingest.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebhookPostTest {

    private static final char[] PASSWORD = "password".toCharArray();

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @Test
    void postsAndReadsTheStatusWithoutFollowingARedirectOrReadingTheBody() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> received = answer(
                    server, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 9999\r\n\r\nx");

            int status = post(Destinations.ANY, plain())
                    .send(url("http", server, "/hook%20it?a=b"), Map.of("webhook-id", "e"), "{\"ü\":1}");

            assertThat(status).isEqualTo(302);
            assertThat(received.join())
                    .startsWith("POST /hook%20it?a=b HTTP/1.1\r\nHost: localhost:" + server.getLocalPort() + "\r\n")
                    .contains("Content-Type: application/json\r\n", "Content-Length: 8\r\n", "webhook-id: e\r\n")
                    .endsWith("\r\n\r\n{\"ü\":1}");
        }
    }

    @Test
    void connectsToNoAddressThatIsNotPublic() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> post(Destinations.PUBLIC, plain()).send(url("https", server, "/"), Map.of(), "{}"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("which is no public address");
            server.setSoTimeout(1);
            assertThatThrownBy(server::accept).as("nobody came").isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsNotHttpIsNoAnswer() throws Exception {
        for (String answer : new String[] {"SSH-2.0-x\r\n", "", "HTTP/1.1 9999\r\n", "x".repeat(5_000)}) {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                CompletableFuture<String> unused = answer(server, answer);
                assertThatThrownBy(() -> post(Destinations.ANY, plain()).send(url("http", server, "/"), Map.of(), "{}"))
                        .hasMessage("the answer is not HTTP");
            }
        }
    }

    @Test
    void theCertificateHasToBeTrustedAndOfTheName() throws Exception {
        SSLContext here = tls("localhost");
        assertThat(postTo(here, here.getSocketFactory())).isEqualTo(200);
        SSLContext elsewhere = tls("elsewhere.example");
        assertThatThrownBy(() -> postTo(elsewhere, elsewhere.getSocketFactory()))
                .hasMessageContaining("No subject alternative DNS name matching localhost");
        assertThatThrownBy(() -> postTo(here, plain())).isInstanceOf(IOException.class);
    }

    private int postTo(SSLContext server, SSLSocketFactory client) throws IOException {
        try (ServerSocket secured =
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> unused = answer(secured, "HTTP/1.1 200 OK\r\n\r\n");
            return post(Destinations.ANY, client).send(url("https", secured, ""), Map.of(), "{}");
        }
    }

    private WebhookPost post(Destinations destinations, SSLSocketFactory tls) {
        return new WebhookPost(destinations, tls, timer);
    }

    private static SSLSocketFactory plain() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    private static URI url(String scheme, ServerSocket server, String path) {
        return URI.create(scheme + "://localhost:" + server.getLocalPort() + path);
    }

    /** Answers one request; completes with it, or with what came if the connection broke. */
    private static CompletableFuture<String> answer(ServerSocket server, String answer) {
        return CompletableFuture.supplyAsync(() -> {
            StringBuilder request = new StringBuilder();
            try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                byte[] buffer = new byte[8_192];
                while (!request.toString().contains("}")) {
                    int count = in.read(buffer);
                    if (count < 0) {
                        break;
                    }
                    request.append(new String(buffer, 0, count, UTF_8));
                }
                socket.getOutputStream().write(answer.getBytes(UTF_8));
                socket.getOutputStream().flush();
            } catch (IOException e) {
                request.append(e);
            }
            return request.toString();
        });
    }

    /** A certificate of a name, which whoever uses this trusts. */
    private SSLContext tls(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "receiver",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=receiver",
                        "-ext",
                        "SAN=dns:" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("receiver", keys.getCertificate("receiver"));
        trusted.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
