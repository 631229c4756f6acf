package dev.dashline.ingest.stream;

import dev.dashline.ingest.stream.EventFeed.Next;
import dev.dashline.ingest.stream.EventFeed.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client without a connection that wants all events of a feed. */
public final class FeedClient {

    private final EventFeed feed;
    private final List<String> taken = new ArrayList<>();
    private Optional<Subscription> place = Optional.empty();

    public FeedClient(EventFeed feed) {
        this.feed = feed;
    }

    /** Takes a place if the feed is open and it has none yet. */
    public boolean hasPlace() {
        if (place.isEmpty()) {
            place = feed.subscribe(Optional.empty(), event -> true);
        }
        return place.isPresent();
    }

    /** All events so far, as they would be sent. */
    public List<String> takeAll() {
        if (hasPlace()) {
            Subscription open = place.orElseThrow();
            for (Next next = open.next(); next instanceof Next.Event event; next = open.next()) {
                taken.add(event.event().frame());
            }
        }
        return taken;
    }

    /** What was taken before. */
    public List<String> taken() {
        return taken;
    }
}
