package dev.dashline.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.client.StatusAnswer;
import dev.dashline.testsupport.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdleWatchTest {

    private static final String NO_UPLOAD = "dashline_ingest_uploads_active 0.0\n";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-31T12:00:00Z"));
    private String metrics = NO_UPLOAD;
    private StatusAnswer open = page(0);
    private StatusAnswer recent = page(0);
    private final IdleWatch watch = new IdleWatch(this::list, () -> metrics, clock);

    @Test
    void countsSinceTheLastVideoEnded() {
        open = page(1);
        after(60);
        open = page(0);

        assertThat(after(10)).isEqualTo(Duration.ofSeconds(10));
        assertThat(after(10)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void seesAVideoThatCameAndEndedBetweenTwoLooks() {
        after(10);
        recent = page(1);

        assertThat(after(10)).isZero();
    }

    @Test
    void countsAnUploadAsWork() {
        metrics = "dashline_ingest_uploads_active 1.0\n";

        assertThat(after(10)).isZero();
    }

    @Test
    void takesForWorkWhatItCannotKnow() {
        open = new StatusAnswer.NotNow(new CliException("busy"), Optional.empty());

        assertThat(after(10)).isZero();
    }

    private Duration after(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        return watch.idle();
    }

    private StatusAnswer list(Map<String, String> parameters) {
        return parameters.containsKey("from") ? recent : open;
    }

    private static StatusAnswer page(int videos) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        var list = page.putArray("videos");
        for (int video = 0; video < videos; video++) {
            list.addObject();
        }
        return new StatusAnswer.Known(page);
    }
}
