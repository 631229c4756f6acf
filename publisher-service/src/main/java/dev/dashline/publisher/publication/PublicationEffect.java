package dev.dashline.publisher.publication;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.publisher.PublicationResult;

/** Something that a decision wants done. */
public sealed interface PublicationEffect {

    /** Make it public. */
    record Publish(Order order) implements PublicationEffect {}

    /** See to it that nothing of this attempt is public. That it failed is committed. */
    record Withdraw(Order order) implements PublicationEffect {}

    /** Tell ourselves, together with what was decided, what is to be withdrawn. */
    record AnnounceWithdrawal(PublicationResult event) implements PublicationEffect {}

    /** Remove what an attempt left behind. Doing it again changes nothing. */
    record Sweep(Leftovers leftovers) implements PublicationEffect {}

    /** Tell everybody that an attempt ended well. */
    record AnnouncePublished(VideoPublished event) implements PublicationEffect {}

    /** Tell everybody that an attempt failed. */
    record AnnounceFailed(VideoFailed event) implements PublicationEffect {}
}
