package dev.dashline.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Plays a video in a headless Chromium with seeks, from a web server that has only the video's files. */
final class Viewer implements AutoCloseable {

    private static final Map<String, String> TYPES = Map.of(
            "html",
            "text/html",
            "js",
            "text/javascript",
            "vtt",
            "text/vtt",
            "jpg",
            "image/jpeg",
            "mpd",
            "application/dash+xml",
            "m3u8",
            "application/vnd.apple.mpegurl");

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    private final Path profile;
    private final HttpServer server;
    private final BlockingQueue<JsonNode> reports = new LinkedBlockingQueue<>();
    private Optional<Process> browser = Optional.empty();

    /**
     * @param video the folder of the manifests
     * @param player the player's script
     * @param profile an empty folder for the browser
     */
    Viewer(Path video, Path player, Path profile) throws IOException {
        this.profile = profile;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/video/", exchange -> {
            String name = exchange.getRequestURI().getPath().substring("/video/".length());
            send(exchange, video.resolve(name));
        });
        server.createContext("/player.js", exchange -> send(exchange, player));
        server.createContext("/play.html", exchange -> send(exchange, Path.of("src/test/resources/player/play.html")));
        server.createContext("/report", exchange -> {
            reports.add(new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    /** The browser, if this machine has one. */
    static Optional<Path> chromium() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Plays a manifest to its end, with seeks on the way.
     *
     * @param manifest its name within the video's folder
     * @param join where two chunks meet, in seconds; the page seeks around it
     * @return what the page observed: {@code ended}, {@code error}, {@code duration}, {@code frames}, {@code heights},
     *     {@code seeks}, {@code cues}, {@code thumbnail}
     */
    JsonNode watch(String manifest, int join) throws IOException, InterruptedException {
        String page = "http://127.0.0.1:" + server.getAddress().getPort() + "/play.html?join=" + join
                + "&manifest=/video/" + manifest;
        browser = Optional.of(new ProcessBuilder(List.of(
                        chromium().orElseThrow().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--mute-audio",
                        "--autoplay-policy=no-user-gesture-required",
                        "--user-data-dir=" + profile,
                        page))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
        JsonNode report = reports.poll(90, TimeUnit.SECONDS);
        if (report == null) {
            throw new AssertionError("the page did not report");
        }
        return report;
    }

    @Override
    public void close() {
        browser.ifPresent(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.onExit().join();
        });
        server.stop(0);
    }

    private static void send(HttpExchange exchange, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        byte[] all = Files.readAllBytes(file);
        Matcher range =
                RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
        boolean partial = range.matches();
        byte[] body = partial
                ? Arrays.copyOfRange(
                        all,
                        Integer.parseInt(range.group(1)),
                        Math.min(all.length, Integer.parseInt(range.group(2)) + 1))
                : all;
        String name = file.toString();
        exchange.getResponseHeaders()
                .set("Content-Type", TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "video/mp4"));
        exchange.sendResponseHeaders(partial ? 206 : 200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
