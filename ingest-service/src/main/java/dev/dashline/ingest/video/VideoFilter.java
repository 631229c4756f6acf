package dev.dashline.ingest.video;

import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Which videos a list has.
 *
 * @param tenant only those of this tenant
 * @param state only those in this state
 * @param code only those whose current attempt failed with this code
 * @param labels only those whose request has all these labels, with these values
 * @param from only those whose first event was not before this time
 * @param to only those whose first event was before this time
 */
public record VideoFilter(
        Optional<String> tenant,
        Optional<VideoState> state,
        Optional<String> code,
        Map<String, String> labels,
        Optional<Instant> from,
        Optional<Instant> to) {

    /** All videos. */
    public static final VideoFilter NONE =
            new VideoFilter(Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), Optional.empty());

    public VideoFilter {
        labels = Map.copyOf(labels);
    }

    /** Of whatever tenant. */
    public VideoFilter(
            Optional<VideoState> state,
            Optional<String> code,
            Map<String, String> labels,
            Optional<Instant> from,
            Optional<Instant> to) {
        this(Optional.empty(), state, code, labels, from, to);
    }

    /** The same, but only those of this tenant, if it is given. */
    public VideoFilter of(Optional<String> owner) {
        return new VideoFilter(owner, state, code, labels, from, to);
    }

    /** Whether the list has this video. */
    public boolean accepts(VideoStatus status) {
        return (tenant.isEmpty() || VideoStatuses.tenant(status).equals(tenant))
                && state.map(status.getState()::equals).orElse(true)
                && code.map(wanted -> hasFailedWith(status, wanted)).orElse(true)
                && hasLabels(status)
                && from.map(time -> Position.millis(time) <= Position.of(status).millis())
                        .orElse(true)
                && to.map(time -> Position.of(status).millis() < time.toEpochMilli())
                        .orElse(true);
    }

    private static boolean hasFailedWith(VideoStatus status, String code) {
        return status.getFailed()
                .filter(failed -> failed.getFailure().getCode().equals(code))
                .isPresent();
    }

    private boolean hasLabels(VideoStatus status) {
        return labels.isEmpty()
                || status.getRequest()
                        .filter(request -> request.getLabels().entrySet().containsAll(labels.entrySet()))
                        .isPresent();
    }
}
