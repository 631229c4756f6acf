package dev.dashline.ingest.http;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.POST;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.request.KeyParser;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who somebody is to this service, and how a browser shows it: it exchanges a key or a token for a cookie, which has
 * the same in it, but which no script can read and which no other site can have sent.
 */
public final class SessionApi implements Operations {

    private static final Logger log = LoggerFactory.getLogger(SessionApi.class);

    /** Browsers take a cookie of this name only from an encrypted connection, and send it to this host alone. */
    private static final String COOKIE = "__Host-dashline";
    /** Its name on this machine, without encryption. */
    private static final String LOCAL_COOKIE = "dashline";

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    @Override
    public Stream<Route> routes(Gate gate) {
        return Stream.of(
                Route.open("/whoami", context -> answer(context, gate, gate.caller(context))),
                new Route(POST, "/session", Optional.empty(), (context, caller) -> signIn(context, gate)),
                new Route(DELETE, "/session", Optional.empty(), (context, caller) -> signOut(context)));
    }

    /** What the cookie of a request shows; empty if it has none. */
    static Optional<String> token(Context context) {
        return Optional.ofNullable(context.cookie(COOKIE))
                .or(() -> Optional.ofNullable(isHere(context) ? context.cookie(LOCAL_COOKIE) : null))
                .filter(token -> !token.isEmpty());
    }

    private void signIn(Context context, Gate gate) {
        String key = VideoApi.valid(KeyParser.parse(BodyReader.json(context)));
        Caller caller = gate.caller(Optional.of(key));
        if (gate.asksForTokens()) {
            setCookie(context, key, "");
            log.atInfo()
                    .addKeyValue("caller", caller.name())
                    .addKeyValue("tenant", caller.tenant())
                    .log("signed in");
        }
        answer(context, gate, caller);
    }

    private static void signOut(Context context) {
        setCookie(context, "", "; Max-Age=0");
        context.status(204);
    }

    private static void setCookie(Context context, String value, String more) {
        String cookie = isHere(context) ? LOCAL_COOKIE + '=' + value : COOKIE + '=' + value + "; Secure";
        context.header("Set-Cookie", cookie + "; Path=/; HttpOnly; SameSite=Strict" + more)
                .header("Cache-Control", "no-store");
    }

    /** Whether the browser is on this machine and reaches it without encryption, so that nobody can listen. */
    private static boolean isHere(Context context) {
        return !context.req().isSecure() && THIS_MACHINE.contains(context.req().getServerName());
    }

    private static void answer(Context context, Gate gate, Caller caller) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("auth", gate.asksForTokens());
        json.put("name", caller.name());
        json.put("tenant", caller.tenant());
        ArrayNode roles = json.putArray("roles");
        caller.roles().stream().sorted().map(Role::word).forEach(roles::add);
        context.header("Cache-Control", "no-store").json(json);
    }
}
