package dev.dashline.ingest.video;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.access.Caller;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Replays of the videos of one page of a list. If it breaks off it can be done again: a video that was replayed is not
 * failed any more.
 *
 * @param videos what became of each, in the order of the list
 * @param next where the next page begins; empty if this is the last one
 */
public record BulkReplay(List<Replayed> videos, Optional<Position> next) {

    /** What became of one video. */
    public record Replayed(VideoStatus failed, Acceptance acceptance) {}

    /**
     * Replays every video of the page.
     *
     * @param accepted gets to know each attempt as soon as it is requested
     */
    public static BulkReplay of(
            VideoPage page,
            RequestHandler requests,
            Caller caller,
            ReplayTerms terms,
            Consumer<Acceptance.Accepted> accepted) {
        return of(page, (videoId, attempt) -> {
            Acceptance acceptance = requests.replay(caller, videoId, OptionalInt.of(attempt), terms);
            if (acceptance instanceof Acceptance.Accepted next) {
                accepted.accept(next);
            }
            return acceptance;
        });
    }

    /** Says what would be replayed. */
    public static BulkReplay rehearsed(VideoPage page) {
        return of(page, (videoId, attempt) -> new Acceptance.Accepted(videoId, attempt + 1));
    }

    /** The attempts that were requested. */
    public List<Acceptance.Accepted> accepted() {
        return videos.stream()
                .map(Replayed::acceptance)
                .filter(Acceptance.Accepted.class::isInstance)
                .map(Acceptance.Accepted.class::cast)
                .toList();
    }

    private static BulkReplay of(VideoPage page, BiFunction<String, Integer, Acceptance> replay) {
        List<Replayed> videos = page.videos().stream()
                .map(failed -> new Replayed(failed, replay.apply(failed.getVideoId(), failed.getAttempt())))
                .toList();
        return new BulkReplay(videos, page.next());
    }
}
