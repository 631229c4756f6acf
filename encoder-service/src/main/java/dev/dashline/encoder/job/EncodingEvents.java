package dev.dashline.encoder.job;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.EncodingState;
import dev.dashline.events.Failure;
import dev.dashline.events.SourceNote;
import dev.dashline.events.SourceReport;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.schemas.EventIds;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the events that tell how far encoding is. Pure. */
final class EncodingEvents {

    private EncodingEvents() {}

    static VideoEncoded of(
            EncodingJobState.Builder job,
            EncodingState state,
            @Nullable EncodedVideo encoded,
            @Nullable Failure failure) {
        String kind = switch (state) {
            case STARTED -> "encoding-started";
            case ENCODED -> "encoded";
            case FAILED -> "encoding-failed";
        };
        return VideoEncoded.newBuilder()
                .setEventId(EventIds.of(kind, job.getVideoId(), job.getAttempt()))
                .setVideoId(job.getVideoId())
                .setAttempt(job.getAttempt())
                .setState(state)
                .setEncodingStartedAt(job.getStartedAt())
                .setEncoded(encoded)
                .setFailure(failure)
                .setReport(job.getReport())
                .build();
    }

    /** A report with what the parts add; none where ANALYZE made none. */
    static @Nullable SourceReport completed(@Nullable SourceReport report, List<SourceNote> more) {
        if (report == null || more.isEmpty()) {
            return report;
        }
        List<SourceNote> notes = new ArrayList<>(report.getNotes());
        notes.addAll(more);
        return SourceReport.newBuilder(report).setNotes(notes).build();
    }
}
