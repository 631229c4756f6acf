package dev.dashline.publisher;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.runtime.trace.AttemptSpan;
import dev.dashline.runtime.trace.AttemptSpan.Facts;
import dev.dashline.runtime.trace.AttemptTrace;
import dev.dashline.runtime.trace.AttemptTrace.Interval;
import java.util.List;
import java.util.Map;

/** Makes spans of the ends of attempts. Pure. */
final class PublicationSpans {

    private PublicationSpans() {}

    /** The whole attempt, and its publication: from the last task to the last manifest. */
    static List<AttemptSpan> of(VideoPublished event) {
        AttemptTrace trace = new AttemptTrace(event.getVideoId(), event.getAttempt());
        Facts good = Facts.good(Map.of());
        return List.of(
                trace.part("publish", new Interval(event.getEncodedAt(), event.getPublishedAt()), good),
                trace.whole(new Interval(event.getRequestedAt(), event.getPublishedAt()), good));
    }

    /** The whole attempt; nothing if it is not known which attempt failed. */
    static List<AttemptSpan> of(VideoFailed event) {
        return event.getVideoId()
                .flatMap(videoId -> event.getRequest()
                        .map(VideoRequested::getRequestedAt)
                        .map(start -> new AttemptTrace(videoId, event.getAttempt())
                                .whole(
                                        new Interval(start, event.getFailedAt()),
                                        Facts.failed(
                                                event.getFailure().getCode(),
                                                Map.of(
                                                        "dashline.stage",
                                                        event.getFailure()
                                                                .getStage()
                                                                .name())))))
                .map(List::of)
                .orElse(List.of());
    }
}
