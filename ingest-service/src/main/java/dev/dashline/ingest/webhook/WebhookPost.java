package dev.dashline.ingest.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Posts to a receiver and reads the status of its answer. Looks the name up once and connects to the address that it
 * has checked, so that another answer of the name server cannot lead elsewhere; the receiver's certificate has to be of
 * the name. Follows no redirect and reads no more than the status line. Blocks; safe for use by any thread.
 */
final class WebhookPost {

    /** For the whole of it. */
    static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final int LONGEST_STATUS_LINE = 1_024;

    private final Destinations destinations;
    private final SSLSocketFactory tls;
    private final ScheduledExecutorService timer;

    WebhookPost(Destinations destinations, SSLSocketFactory tls, ScheduledExecutorService timer) {
        this.destinations = destinations;
        this.tls = tls;
        this.timer = timer;
    }

    /**
     * The status of the answer.
     *
     * @throws IOException if there is none, with a sentence that says why
     */
    int send(URI url, Map<String, String> headers, String payload) throws IOException {
        boolean secure = url.getScheme().equals("https");
        int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
        InetAddress address = InetAddress.getByName(url.getHost());
        if (!destinations.allow(address)) {
            throw new IOException(url.getHost() + " is " + address.getHostAddress() + ", which is no public address");
        }
        Socket plain = new Socket();
        // A read has a timeout of its own, but a receiver that sends a byte now and then would never end it.
        ScheduledFuture<?> end = timer.schedule(() -> close(plain), TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        try (plain) {
            plain.connect(new InetSocketAddress(address, port), Math.toIntExact(TIMEOUT.toMillis()));
            plain.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
            try (Socket socket = secure ? secured(plain, url.getHost(), port) : plain) {
                write(socket.getOutputStream(), url, headers, payload);
                return status(socket.getInputStream());
            }
        } catch (IOException e) {
            throw end.isDone() ? new IOException("no answer within " + TIMEOUT.toSeconds() + " s", e) : e;
        } finally {
            end.cancel(false);
        }
    }

    private Socket secured(Socket plain, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static void write(OutputStream out, URI url, Map<String, String> headers, String payload)
            throws IOException {
        byte[] body = payload.getBytes(UTF_8);
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : '?' + url.getRawQuery();
        StringBuilder head = new StringBuilder("POST " + path + query + " HTTP/1.1\r\n");
        head.append("Host: ").append(url.getRawAuthority()).append("\r\n");
        head.append("User-Agent: Dashline\r\nConnection: close\r\nContent-Type: application/json\r\n");
        head.append("Content-Length: ").append(body.length).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
        out.write(body);
        out.flush();
    }

    private static int status(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n' && line.size() < LONGEST_STATUS_LINE; next = in.read()) {
            line.write(next);
        }
        String[] parts = line.toString(ISO_8859_1).strip().split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/") || !parts[1].matches("[1-5][0-9]{2}")) {
            throw new IOException("the answer is not HTTP");
        }
        return Integer.parseInt(parts[1]);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed as far as it can be.
        }
    }
}
