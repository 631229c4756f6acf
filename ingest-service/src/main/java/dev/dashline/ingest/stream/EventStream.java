package dev.dashline.ingest.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.stream.EventFeed.Next;
import dev.dashline.ingest.stream.EventFeed.Subscription;
import dev.dashline.ingest.stream.EventStreams.Wish;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one client, written without ever waiting for it: what it does not take yet stays in the feed, and if it
 * is too slow even for that, its stream ends. Safe for use by any thread.
 */
final class EventStream implements WriteListener {

    private static final Logger log = LoggerFactory.getLogger(EventStream.class);

    /** A client whose stream has ended comes again after so many milliseconds. */
    private static final String RETRY = "retry: 2000\n";

    /** What the client missed since it was here is not known any more: it has to ask for everything anew. */
    private static final String RESET = "event: reset\ndata: {}\n";

    private final ServletOutputStream out;
    private final EventFeed feed;
    private final Wish wish;
    private final CompletableFuture<Void> ended;

    private final AtomicBoolean beatIsDue = new AtomicBoolean();
    private volatile boolean writable;

    /** Calls of {@link #write} that are not done with. The thread that makes it 1 writes for all. */
    private final AtomicInteger calls = new AtomicInteger();

    /** Of the thread that writes. */
    private @Nullable Subscription place;

    /** Of the thread that writes. */
    private boolean unflushed;

    /** @param ended completes with the stream, whoever ends it */
    EventStream(ServletOutputStream out, EventFeed feed, Wish wish, CompletableFuture<Void> ended) {
        this.out = out;
        this.feed = feed;
        this.wish = wish;
        this.ended = ended;
    }

    /** Ends it. Idempotent. */
    void end() {
        ended.complete(null);
    }

    /** Writes a comment, so that everybody on the way sees that the connection is alive. */
    void beat() {
        beatIsDue.set(true);
        write();
    }

    /** Writes what there is, as far as the client takes it. Another thread does so if it is at it already. */
    void write() {
        int done = calls.incrementAndGet() == 1 ? 1 : 0;
        while (done > 0) {
            writeWhileReady();
            done = calls.addAndGet(-done);
        }
    }

    @Override
    public void onWritePossible() {
        writable = true;
        write();
    }

    @Override
    public void onError(Throwable failure) {
        log.atDebug().setCause(failure).log("stream of events ends");
        end();
    }

    private void writeWhileReady() {
        try {
            while (writable && !ended.isDone() && out.isReady() && writeNext()) {
                // on to the next
            }
        } catch (IOException | RuntimeException e) {
            onError(e);
        }
    }

    /** False if there is nothing to write. */
    private boolean writeNext() throws IOException {
        byte[] next = next();
        if (next.length > 0) {
            out.write(next);
            unflushed = true;
            return true;
        }
        if (unflushed) {
            out.flush();
            unflushed = false;
            return true;
        }
        return false;
    }

    /** What to write next; no bytes if there is nothing. */
    private byte[] next() {
        Subscription known = place;
        if (known == null) {
            Optional<Subscription> found = feed.subscribe(wish.seen(), wish.wanted());
            place = found.orElse(null);
            return found.isPresent() ? begin(found.get()) : beat("");
        }
        Next next = known.next();
        if (next instanceof Next.Event event) {
            return event.event().frame().getBytes(UTF_8);
        }
        if (next instanceof Next.Nothing nothing) {
            return beat("id: " + nothing.upTo().text() + '\n');
        }
        log.atInfo().log("client takes events too slowly, its stream ends");
        end();
        return new byte[0];
    }

    private byte[] begin(Subscription found) {
        boolean isNew = wish.seen().isEmpty();
        String id = "id: " + found.seen().text() + '\n';
        String begin = RETRY + id + (found.isComplete() ? "" : RESET) + '\n';
        Optional<VideoStatus> first =
                isNew || !found.isComplete() ? wish.first().get() : Optional.empty();
        String known =
                first.map(status -> VideoEvent.frame(found.seen(), status)).orElse("");
        return (begin + known).getBytes(UTF_8);
    }

    /** With an id, a client that comes again need not be told again what was not for it. */
    private byte[] beat(String id) {
        if (!beatIsDue.getAndSet(false)) {
            return new byte[0];
        }
        return (":\n" + id + '\n').getBytes(UTF_8);
    }
}
