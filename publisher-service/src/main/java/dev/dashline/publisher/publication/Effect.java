package dev.dashline.publisher.publication;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.publisher.PublicationResult;

/** Something that a decision wants done. */
public sealed interface Effect {

    /** Make it public. */
    record Publish(Order order) implements Effect {}

    /** See to it that nothing of this attempt is public. That it failed is committed. */
    record Withdraw(Order order) implements Effect {}

    /** Tell ourselves, together with what was decided, what is to be withdrawn. */
    record AnnounceWithdrawal(PublicationResult event) implements Effect {}

    /** Remove what an attempt left behind. Doing it again changes nothing. */
    record Sweep(Leftovers leftovers) implements Effect {}

    /** Tell everybody that an attempt ended well. */
    record AnnouncePublished(VideoPublished event) implements Effect {}

    /** Tell everybody that an attempt failed. */
    record AnnounceFailed(VideoFailed event) implements Effect {}
}
