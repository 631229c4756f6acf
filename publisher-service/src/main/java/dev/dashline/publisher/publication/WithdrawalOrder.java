package dev.dashline.publisher.publication;

import dev.dashline.events.EncodedVideo;
import java.util.Optional;

/**
 * Order to ensure that nothing of an attempt is public. To give it twice is the same as to give it once.
 *
 * @param publishedBefore the newest earlier attempt that was published, which becomes public again; 0 if none does
 * @param encoded the encoder's output, for the result to name; empty if the attempt had been published
 */
public record WithdrawalOrder(String videoId, int attempt, int publishedBefore, Optional<EncodedVideo> encoded) {

    public PublicationOrder.Id id() {
        return new PublicationOrder.Id(videoId, attempt);
    }
}
