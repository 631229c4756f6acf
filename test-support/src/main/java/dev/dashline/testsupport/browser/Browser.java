package dev.dashline.testsupport.browser;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A headless Chromium with one page. Scripts that a test gives are JavaScript expressions. For one thread. */
public final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final DevTools tools;
    private final List<String> problems = new CopyOnWriteArrayList<>();

    private Browser(Process process, URI page) {
        this.process = process;
        this.tools = new DevTools(page, this::event);
        Stream.of("Page.enable", "Runtime.enable", "Log.enable", "Network.enable")
                .forEach(this::send);
    }

    /** The browser of this machine, if it has one. */
    public static Optional<Path> executable() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts the browser, with an empty page.
     *
     * @param profile an empty folder
     * @throws java.util.NoSuchElementException if there is none on this machine
     */
    public static Browser start(Path profile) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        executable().orElseThrow().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--mute-audio",
                        "--hide-scrollbars",
                        "--lang=en-GB",
                        "--autoplay-policy=no-user-gesture-required",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path port = profile.resolve("DevToolsActivePort");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(port) && Files.readString(port).contains("\n"));
        return new Browser(process, page(Files.readAllLines(port).get(0)));
    }

    private static URI page(String port) throws IOException, InterruptedException {
        URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
        String pages = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
                .body();
        return StreamSupport.stream(new ObjectMapper().readTree(pages).spliterator(), false)
                .filter(each -> each.path("type").asText().equals("page"))
                .map(each -> URI.create(each.get("webSocketDebuggerUrl").asText()))
                .findFirst()
                .orElseThrow();
    }

    /** Goes to an address, and returns when what it names has begun to load. */
    public void open(String address) {
        tools.send("Page.navigate", DevTools.parameters().put("url", address));
    }

    /**
     * Evaluates an expression; waits for it if it is a promise.
     *
     * @throws AssertionError if it throws
     */
    public JsonNode eval(String script) {
        JsonNode answer = tools.send(
                "Runtime.evaluate",
                DevTools.parameters()
                        .put("expression", script)
                        .put("awaitPromise", true)
                        .put("returnByValue", true)
                        .put("userGesture", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(script + ": " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** Waits until an expression is true, for half a minute at most. One that throws is not true yet. */
    public void until(String script) {
        until(script, PATIENCE);
    }

    /** Waits until an expression is true. */
    public void until(String script, Duration patience) {
        String safe = "(() => { try { return Boolean(" + script + "); } catch { return false; } })()";
        await(script)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(40))
                .ignoreExceptionsInstanceOf(AssertionError.class) // the page may just be replaced by another
                .until(() -> eval(safe).asBoolean());
    }

    /** Waits for what a selector names, and presses it. */
    public void press(String selector) {
        until("document.querySelector(" + quoted(selector) + ")");
        eval("document.querySelector(" + quoted(selector) + ").click()");
    }

    /** Waits until the page shows a text. */
    public void untilShown(String text) {
        until("document.body.innerText.includes(" + quoted(text) + ")");
    }

    /** Drops a file in the middle of what a selector names, as a person does with a mouse. */
    public void drop(String selector, Path file) {
        until("document.querySelector(" + quoted(selector) + ")");
        JsonNode box = eval("(({x, y, width, height}) => ({x: x + width / 2, y: y + height / 2}))"
                + "(document.querySelector(" + quoted(selector) + ").getBoundingClientRect())");
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            ObjectNode event = DevTools.parameters()
                    .put("type", type)
                    .put("x", box.get("x").asDouble())
                    .put("y", box.get("y").asDouble());
            ObjectNode data = event.putObject("data").put("dragOperationsMask", 1);
            data.putArray("items");
            data.putArray("files").add(file.toString());
            tools.send("Input.dispatchDragEvent", event);
        }
    }

    /** Presses a key, such as {@code ArrowDown}, where the focus is. */
    public void key(String name) {
        for (String type : List.of("keyDown", "keyUp")) {
            tools.send(
                    "Input.dispatchKeyEvent",
                    DevTools.parameters().put("type", type).put("key", name).put("code", name));
        }
    }

    /** Gives the page a size, in CSS pixels, as on a display or, if it is narrow, on a phone. */
    public void size(int width, int height) {
        tools.send(
                "Emulation.setDeviceMetricsOverride",
                DevTools.parameters()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 700));
    }

    /** Prefers dark colours, or light ones. */
    public void dark(boolean dark) {
        ObjectNode media = DevTools.parameters();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", dark ? "dark" : "light");
        tools.send("Emulation.setEmulatedMedia", media);
    }

    /** What the page looks like now, as a PNG. */
    public byte[] screenshot() {
        JsonNode picture = tools.send(
                "Page.captureScreenshot",
                DevTools.parameters().put("format", "png").put("optimizeForSpeed", false));
        return Base64.getDecoder().decode(picture.get("data").asText());
    }

    /** Has the browser forget who is signed in. */
    public void forgetCookies() {
        send("Network.clearBrowserCookies");
    }

    /** Everything that went wrong in the page: exceptions, and what its security policy has forbidden. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public void close() {
        tools.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    private void send(String method) {
        tools.send(method, DevTools.parameters());
    }

    private void event(JsonNode event) {
        JsonNode parameters = event.path("params");
        switch (event.path("method").asText()) {
            case "Runtime.exceptionThrown" ->
                problems.add(parameters.path("exceptionDetails").toString());
            case "Log.entryAdded" -> {
                JsonNode entry = parameters.path("entry");
                boolean isRefusal = entry.path("source").asText().equals("network"); // the page tells of those itself
                if (entry.path("level").asText().equals("error") && !isRefusal) {
                    problems.add(entry.path("text").asText());
                }
            }
            default -> {}
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
