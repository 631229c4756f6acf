package dev.dashline.ingest.video;

import dev.dashline.events.ingest.VideoStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list of videos, newest first. It may be short, or even empty, and have a next one: one call looks
 * through so many videos and no more.
 *
 * @param next where the next page begins, behind this place; empty if this is the last page
 */
public record VideoPage(List<VideoStatus> videos, Optional<Position> next) {

    public VideoPage {
        videos = List.copyOf(videos);
    }

    /**
     * Joins pages of lists that have no video in common, which all begin behind the same place. Each list is known only
     * up to where its next page begins, so the page ends where the first of them does.
     *
     * @param limit the most videos that the page may have
     */
    public static VideoPage joined(List<VideoPage> lists, int limit) {
        Optional<Position> known =
                lists.stream().flatMap(list -> list.next().stream()).min(Comparator.naturalOrder());
        List<VideoStatus> videos = lists.stream()
                .flatMap(list -> list.videos().stream())
                .filter(status -> known.map(end -> Position.of(status).compareTo(end) <= 0)
                        .orElse(true))
                .sorted(Comparator.comparing(Position::of))
                .toList();
        return videos.size() <= limit
                ? new VideoPage(videos, known)
                : new VideoPage(videos.subList(0, limit), Optional.of(Position.of(videos.get(limit - 1))));
    }
}
