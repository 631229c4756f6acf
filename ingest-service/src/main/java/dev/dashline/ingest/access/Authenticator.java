package dev.dashline.ingest.access;

import java.util.Optional;

/** Tells who sends a request. Safe for use by any thread. */
@FunctionalInterface
public interface Authenticator {

    /**
     * Tells who shows a token.
     *
     * @param token as it came: it may be anything
     */
    Identity identify(String token);

    /** Takes what looks like a key for one, and anything else for a token of an issuer, if there is one. */
    static Authenticator of(Authenticator keys, Optional<Authenticator> issuer) {
        Authenticator others =
                issuer.orElse(token -> new Identity.Refused("it is no key, and tokens of issuers are not taken"));
        return token -> (ApiToken.isMeantBy(token) ? keys : others).identify(token);
    }
}
