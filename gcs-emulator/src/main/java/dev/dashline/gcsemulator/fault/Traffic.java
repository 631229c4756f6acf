package dev.dashline.gcsemulator.fault;

/**
 * The traffic of an emulator.
 *
 * @param requests how many requests it got
 * @param received bytes of their bodies that were read
 * @param sent bytes of the answers' bodies
 */
public record Traffic(long requests, long received, long sent) {

    /** The traffic since an earlier reading. */
    public Traffic since(Traffic earlier) {
        return new Traffic(requests - earlier.requests, received - earlier.received, sent - earlier.sent);
    }
}
