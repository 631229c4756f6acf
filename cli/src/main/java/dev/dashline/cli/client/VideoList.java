package dev.dashline.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.cli.base.CliException;
import dev.dashline.schemas.retry.Sleeper;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * The videos that a service lists, newest first, asked for page by page as they are needed. A page that the service
 * cannot give now is asked for again. For use by one thread.
 */
public final class VideoList implements Iterator<JsonNode> {

    private static final String PAGE_LIMIT = "500";
    private static final int TRIES = 30;
    private static final Duration WAIT = Duration.ofSeconds(2);

    private final IngestClient client;
    private final Map<String, String> parameters;
    private final Sleeper sleeper;
    private Iterator<JsonNode> page;
    private boolean last;

    /** @param parameters of {@code GET /videos}: which videos */
    public VideoList(IngestClient client, Map<String, String> parameters) {
        this(client, parameters, Sleeper.SYSTEM);
    }

    VideoList(IngestClient client, Map<String, String> parameters, Sleeper sleeper) {
        this.client = client;
        this.parameters = new TreeMap<>(parameters);
        this.parameters.put("limit", PAGE_LIMIT);
        this.sleeper = sleeper;
        this.page = Collections.emptyIterator();
    }

    /**
     * @throws CliException if the service refuses, or does not answer for a minute or more
     */
    @Override
    public boolean hasNext() {
        while (!page.hasNext() && !last) {
            JsonNode body = ask();
            page = body.path("videos").iterator();
            last = !body.has("next");
            parameters.put("cursor", body.path("next").asText());
        }
        return page.hasNext();
    }

    /** A video, as {@code GET /videos/{id}} has it. */
    @Override
    public JsonNode next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.next();
    }

    private JsonNode ask() {
        StatusAnswer answer = client.list(parameters);
        for (int tries = 1; tries < TRIES && answer instanceof StatusAnswer.NotNow notNow; tries++) {
            waitFor(notNow.retryAfter().orElse(WAIT));
            answer = client.list(parameters);
        }
        return answer.orElseThrow();
    }

    private void waitFor(Duration time) {
        try {
            sleeper.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted while videos were listed", e);
        }
    }
}
