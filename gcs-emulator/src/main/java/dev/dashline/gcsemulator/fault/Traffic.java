package dev.dashline.gcsemulator.fault;

/**
 * What an emulator has carried so far.
 *
 * @param requests how many requests it got
 * @param received bytes of their bodies that were read
 * @param sent bytes of the answers' bodies
 */
public record Traffic(long requests, long received, long sent) {

    /** What came since then. */
    public Traffic since(Traffic earlier) {
        return new Traffic(requests - earlier.requests, received - earlier.received, sent - earlier.sent);
    }
}
