package dev.dashline.ingest.access;

/** Tells who sends a request. Safe for use by any thread. */
@FunctionalInterface
public interface Authenticator {

    /** @param token what the request shows, as it came: it may be anything */
    Identity identify(String token);
}
