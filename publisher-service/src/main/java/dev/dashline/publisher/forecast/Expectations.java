package dev.dashline.publisher.forecast;

import dev.dashline.publisher.publication.PublicationOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The videos that will need publishers, with running counts, because there may be very many. Not thread-safe. */
public final class Expectations {

    private final Map<String, ExpectedPublication> expected = new HashMap<>();
    private int encoding;

    /**
     * Sets what is expected of a video from now on; empty if nothing is.
     *
     * @return what was expected before
     */
    public Optional<ExpectedPublication> set(String videoId, Optional<ExpectedPublication> next) {
        Optional<ExpectedPublication> before = Optional.ofNullable(expected.remove(videoId));
        next.ifPresent(publication -> expected.put(videoId, publication));
        encoding += encodingCount(next) - encodingCount(before);
        return before;
    }

    /** How many videos are being encoded. */
    public int encoding() {
        return encoding;
    }

    /** How many videos wait to be encoded. */
    public int requested() {
        return expected.size() - encoding;
    }

    public boolean contains(String videoId) {
        return expected.containsKey(videoId);
    }

    /** The videos that are being encoded. */
    public Stream<String> videosInEncoding() {
        return inEncoding().map(Map.Entry::getKey);
    }

    /** The videos that are being encoded and have a deadline, as needs for publishers. */
    public Stream<PublisherForecast.Need> needs() {
        return inEncoding().flatMap(entry -> need(entry.getKey(), entry.getValue()).stream());
    }

    private Stream<Map.Entry<String, ExpectedPublication>> inEncoding() {
        return expected.entrySet().stream()
                .filter(entry -> entry.getValue().encodingStartedAt().isPresent());
    }

    private static Optional<PublisherForecast.Need> need(String videoId, ExpectedPublication publication) {
        PublicationOrder.Id id = new PublicationOrder.Id(videoId, publication.attempt());
        return publication.deadline().map(due -> new PublisherForecast.Need(id, due));
    }

    private static int encodingCount(Optional<ExpectedPublication> publication) {
        return publication.flatMap(ExpectedPublication::encodingStartedAt).isPresent() ? 1 : 0;
    }
}
