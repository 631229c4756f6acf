package dev.dashline.cli.feed;

import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.client.IngestClient.Answer;
import dev.dashline.cli.feed.RequestLine.Asked;
import dev.dashline.cli.feed.RequestLine.Wrong;
import dev.dashline.schemas.retry.Backoff;
import java.time.Duration;
import java.util.Iterator;
import java.util.UUID;

/**
 * Submits requests one after the other, no faster than a rate. When the service is busy it waits, as long as the
 * service asks for, and sends the same request again. A request that is sent twice makes one video, because it has an
 * idempotency key. For one thread.
 */
public final class Feed {

    private static final Backoff BACKOFF = Backoff.between(Duration.ofMillis(250), Duration.ofSeconds(30));

    private final IngestClient client;
    private final Pacer pacer;
    private final Pacer.Time time;
    private final String run = UUID.randomUUID().toString();

    public Feed(IngestClient client, Rate rate) {
        this(client, rate, Pacer.Time.REAL);
    }

    Feed(IngestClient client, Rate rate, Pacer.Time time) {
        this.client = client;
        this.pacer = new Pacer(rate, time);
        this.time = time;
    }

    /** Is told the result of each line. */
    public interface Listener {

        /** It was accepted and can no longer be lost. */
        void submitted(Asked line, String videoId);

        /** The line was skipped: it is wrong, or the service refused it. */
        void skipped(Wrong line);
    }

    /** Returns when there are no more lines. */
    public void run(Iterator<RequestLine> lines, Listener listener) throws InterruptedException {
        while (lines.hasNext()) {
            RequestLine line = lines.next();
            if (line instanceof Wrong wrong) {
                listener.skipped(wrong);
            } else if (line instanceof Asked asked) {
                pacer.next();
                submit(asked, listener);
            }
        }
    }

    private void submit(Asked line, Listener listener) throws InterruptedException {
        for (int busy = 1; ; busy++) {
            Answer answer = client.post(line.body(), run + "-" + line.number());
            if (answer instanceof Answer.Accepted accepted) {
                listener.submitted(line, accepted.videoId());
                return;
            }
            if (answer instanceof Answer.Refused refused) {
                listener.skipped(new Wrong(line.number(), "was refused: " + refused.reason()));
                return;
            }
            time.sleep(((Answer.Busy) answer).retryAfter().orElse(BACKOFF.after(busy)));
        }
    }
}
