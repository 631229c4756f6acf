package dev.dashline.ingest.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.stream.EventFeed.Next;
import dev.dashline.ingest.stream.EventFeed.Subscription;
import dev.dashline.ingest.video.Events;
import dev.dashline.ingest.video.VideoStatuses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFeedTest {

    private final EventFeed feed = new EventFeed(4);

    @Test
    void aNewClientGetsWhatHappensNext() {
        open(0, 0);
        feed.add(0, 0, status("a"));
        Subscription client = subscribe(Optional.empty());
        feed.add(1, 0, status("b"));
        feed.add(0, 1, status("c"));

        assertThat(taken(client)).containsExactly("b", "c");
        assertThat(upTo(client)).isEqualTo("2.1");
    }

    @Test
    void aClientThatComesAgainGetsWhatItHasNotSeenThoughAnotherReplicaReadInAnotherOrder() {
        open(0, 0);
        feed.add(0, 0, status("a"));
        feed.add(1, 0, status("b"));
        feed.add(0, 1, status("c"));

        Subscription client = subscribe(Offsets.parse("0.1"));

        assertThat(client.isComplete()).isTrue();
        assertThat(taken(client)).containsExactly("a", "c");
    }

    @Test
    void aClientThatWasAheadOfThisReplicaGetsNothingTwice() {
        open(0, 0);
        Subscription client = subscribe(Offsets.parse("2.0"));
        feed.add(0, 0, status("a"));
        feed.add(0, 1, status("b"));
        feed.add(0, 2, status("c"));

        assertThat(taken(client)).containsExactly("c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0", // what it missed is not here any more
                "z.0", // as if the topics had been made anew since
                "5", // of other topics
                "5.0.0"
            })
    void aClientWhosePlaceIsNotKnownIsToldThatItMissesSomething(String seen) {
        open(0, 0);
        for (int i = 0; i < 5; i++) {
            feed.add(0, i, status("v" + i));
        }

        Subscription client = subscribe(Offsets.parse(seen));

        assertThat(client.isComplete()).isFalse();
        assertThat(taken(client)).isEmpty();
    }

    @Test
    void aClientThatIsTooSlowLosesItsPlaceAndNobodyElseDoes() {
        open(0);
        Subscription slow = subscribe(Optional.empty());
        Subscription quick = subscribe(Optional.empty());
        for (int i = 0; i < 5; i++) {
            feed.add(0, i, status("v"));
            assertThat(taken(quick)).hasSize(1);
        }

        assertThat(slow.next()).isInstanceOf(Next.Lost.class);
    }

    @Test
    void nobodyHasAPlaceBeforeItHasWhatThereWasWhenItBegan() {
        feed.begin(Offsets.of(0));
        feed.add(0, 0, status("a"));
        assertThat(feed.subscribe(Optional.empty(), event -> true)).isEmpty();
        feed.open();
        assertThat(taken(subscribe(Offsets.parse("0")))).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1.", "-1", "A", "1..2", "zzzzzzzzzzzzz"})
    void anIdThatWasNeverGivenIsNone(String text) {
        assertThat(Offsets.parse(text)).isEmpty();
    }

    @Test
    void anIdIsReadAsItWasWritten() {
        Offsets offsets = Offsets.of(0, 35, Long.parseLong("zzzzzzzzzzzz", 36));
        assertThat(Offsets.parse(offsets.text()).map(Offsets::text)).contains("0.z.zzzzzzzzzzzz");
    }

    private void open(long... at) {
        feed.begin(Offsets.of(at));
        feed.open();
    }

    private Subscription subscribe(Optional<Offsets> seen) {
        return feed.subscribe(seen, event -> true).orElseThrow();
    }

    private static List<String> taken(Subscription client) {
        List<String> taken = new ArrayList<>();
        for (Next next = client.next(); next instanceof Next.Event event; next = client.next()) {
            taken.add(event.event().videoId());
        }
        return taken;
    }

    private static String upTo(Subscription client) {
        return client.next() instanceof Next.Nothing nothing ? nothing.upTo().text() : "";
    }

    private static VideoStatus status(String id) {
        return VideoStatuses.apply(null, Events.aRequest().setVideoId(id).build());
    }
}
