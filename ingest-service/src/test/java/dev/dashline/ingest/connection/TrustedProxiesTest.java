package dev.dashline.ingest.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TrustedProxiesTest {

    private final Server server = new Server();
    private final HttpConfiguration http = new HttpConfiguration();
    private final ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));

    @BeforeEach
    void start() throws Exception {
        http.addCustomizer(TrustedProxies.parse("127.0.0.1, 10.0.0.0/8"));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                Content.Sink.write(response, true, Request.getRemoteAddr(request), callback);
                return true;
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    /** What a client writes there itself stands to the left of what proxies know. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,                     192.0.2.1",
        "'8.8.8.8, 192.0.2.1',          192.0.2.1",
        "'8.8.8.8, 192.0.2.1, 10.1.2.3', 192.0.2.1",
        "'10.9.9.9, 10.1.2.3',          10.9.9.9",
        "2001:db8::1,                   '[2001:db8::1]'",
        "unknown,                       127.0.0.1",
        "'unknown, 10.1.2.3',           10.1.2.3",
        "a.example,                     127.0.0.1",
    })
    void theClientIsTheLastThatIsNoProxy(String forwarded, String client) throws Exception {
        String seen = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/"))
                                .header("X-Forwarded-For", forwarded)
                                .build(),
                        BodyHandlers.ofString())
                .body();

        assertThat(InetAddress.getByName(seen)).isEqualTo(InetAddress.getByName(client));
    }
}
