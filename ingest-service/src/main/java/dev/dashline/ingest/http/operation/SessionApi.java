package dev.dashline.ingest.http.operation;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.POST;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.http.gate.BodyReader;
import dev.dashline.ingest.http.gate.Gate;
import dev.dashline.ingest.http.gate.Operations;
import dev.dashline.ingest.http.gate.Route;
import dev.dashline.ingest.http.gate.SessionCookie;
import dev.dashline.ingest.request.KeyParser;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who somebody is to this service. A browser exchanges a key or a token for a {@link SessionCookie}. */
public final class SessionApi implements Operations {

    private static final Logger log = LoggerFactory.getLogger(SessionApi.class);

    @Override
    public Stream<Route> routes(Gate gate) {
        return Stream.of(
                Route.open("/whoami", context -> answer(context, gate, gate.caller(context))),
                new Route(POST, "/session", Optional.empty(), (context, caller) -> signIn(context, gate)),
                new Route(DELETE, "/session", Optional.empty(), (context, caller) -> signOut(context)));
    }

    private void signIn(Context context, Gate gate) {
        String key = BodyReader.valid(KeyParser.parse(BodyReader.json(context)));
        Caller caller = gate.caller(Optional.of(key));
        if (gate.asksForTokens()) {
            SessionCookie.set(context, key);
            log.atInfo()
                    .addKeyValue("caller", caller.name())
                    .addKeyValue("client", Gate.address(context))
                    .addKeyValue("tenant", caller.tenant())
                    .log("signed in");
        }
        answer(context, gate, caller);
    }

    private static void signOut(Context context) {
        SessionCookie.remove(context);
        context.status(204);
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
