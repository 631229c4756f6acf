package dev.dashline.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.client.StatusAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows for how long a stack has had no work: no video that is on its way, and no upload. Somebody who only looks is no
 * work. For use by one thread.
 */
final class IdleWatch {

    private static final List<String> OPEN = List.of("requested", "encoding", "encoded");
    private static final Pattern UPLOADS =
            Pattern.compile("^dashline_ingest_uploads_active(?:\\{.*})? (\\S+)$", Pattern.MULTILINE);

    private final Function<Map<String, String>, StatusAnswer> list;
    private final Supplier<String> metrics;
    private final Clock clock;
    private Instant lookedAt;
    private Instant workedAt;

    /** @param metrics of the stack, in Prometheus' text format */
    static IdleWatch of(IngestClient client, Supplier<String> metrics) {
        return new IdleWatch(client::list, metrics, Clock.systemUTC());
    }

    /** @param list asks for a page of videos */
    IdleWatch(Function<Map<String, String>, StatusAnswer> list, Supplier<String> metrics, Clock clock) {
        this.list = list;
        this.metrics = metrics;
        this.clock = clock;
        this.lookedAt = clock.instant();
        this.workedAt = lookedAt;
    }

    /** Looks, and returns for how long there has been no work. */
    Duration idle() {
        Instant now = clock.instant();
        if (works()) {
            workedAt = now;
        }
        lookedAt = now;
        return Duration.between(workedAt, now);
    }

    /** A video may come and end between two looks. */
    private boolean works() {
        return finds(Map.of("from", lookedAt.toString(), "limit", "1"))
                || OPEN.stream().anyMatch(state -> finds(Map.of("state", state, "limit", "1")))
                || uploads();
    }

    /** Where it cannot be known, there may be work. A page may be empty and have a next one. */
    private boolean finds(Map<String, String> which) {
        if (!(list.apply(which) instanceof StatusAnswer.Known known)) {
            return true;
        }
        JsonNode page = known.status();
        return !page.path("videos").isEmpty() || page.has("next");
    }

    private boolean uploads() {
        Matcher active = UPLOADS.matcher(metrics.get());
        return active.find() && Double.parseDouble(active.group(1)) > 0;
    }
}
