package dev.dashline.ingest.http.gate;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;

/**
 * How a browser shows who it is: by a cookie that has a key or a token in it, which no script can read and which no
 * other site can have sent.
 */
public final class SessionCookie {

    /** Browsers take a cookie of this name only from an encrypted connection, and send it to this host alone. */
    private static final String NAME = "__Host-dashline";
    /** Its name on this machine, without encryption. */
    private static final String LOCAL_NAME = "dashline";

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private SessionCookie() {}

    /** What the cookie of a request shows; empty if it has none. */
    static Optional<String> token(Context context) {
        return Optional.ofNullable(context.cookie(NAME))
                .or(() -> Optional.ofNullable(isHere(context) ? context.cookie(LOCAL_NAME) : null))
                .filter(token -> !token.isEmpty());
    }

    /** Has the browser show this token from now on. */
    public static void set(Context context, String token) {
        set(context, token, "");
    }

    /** Has the browser forget the token. */
    public static void remove(Context context) {
        set(context, "", "; Max-Age=0");
    }

    private static void set(Context context, String value, String more) {
        String cookie = isHere(context) ? LOCAL_NAME + '=' + value : NAME + '=' + value + "; Secure";
        context.header("Set-Cookie", cookie + "; Path=/; HttpOnly; SameSite=Strict" + more)
                .header("Cache-Control", "no-store");
    }

    /** Whether the browser is on this machine and reaches it without encryption, so that nobody can listen. */
    private static boolean isHere(Context context) {
        return !context.req().isSecure() && THIS_MACHINE.contains(context.req().getServerName());
    }
}
