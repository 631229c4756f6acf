package dev.dashline.ingest.http.gate;

import dev.dashline.ingest.access.Authenticator;
import java.util.Optional;

/**
 * Whom the API lets in.
 *
 * @param authenticator tells who shows a token; empty if anybody may do everything
 * @param onlyLocal whether the API is only for this machine, so that a request for another host is some web page's
 */
public record Admission(Optional<Authenticator> authenticator, boolean onlyLocal) {

    /** Anybody on this machine. */
    public static final Admission ANYBODY_HERE = new Admission(Optional.empty(), true);

    /** Anybody who reaches the API. */
    public static final Admission ANYBODY = new Admission(Optional.empty(), false);

    /** Those that have a token. */
    public static Admission of(Authenticator authenticator) {
        return new Admission(Optional.of(authenticator), false);
    }
}
