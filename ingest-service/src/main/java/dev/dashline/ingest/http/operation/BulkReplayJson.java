package dev.dashline.ingest.http.operation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.video.Acceptance;
import dev.dashline.ingest.video.BulkReplay;
import dev.dashline.ingest.video.BulkReplay.Replayed;
import java.util.Optional;

/** Writes what became of a bulk replay. */
public final class BulkReplayJson {

    private BulkReplayJson() {}

    static ObjectNode of(BulkReplay replay) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode replayed = json.putArray("replayed");
        for (Acceptance.Accepted accepted : replay.accepted()) {
            replayed.addObject().put("id", accepted.videoId()).put("attempt", accepted.attempt());
        }
        ArrayNode skipped = json.putArray("skipped");
        for (Replayed video : replay.videos()) {
            Optional<Problem> why = AcceptanceProblem.of(video.acceptance());
            why.ifPresent(problem -> skipped.addObject()
                    .put("id", video.failed().getVideoId())
                    .put("attempt", video.failed().getAttempt())
                    .put("reason", problem.reason())
                    .put("detail", problem.explanation()));
        }
        replay.next().ifPresent(place -> json.put("next", place.text()));
        return json;
    }
}
