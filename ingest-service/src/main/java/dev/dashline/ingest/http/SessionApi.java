package dev.dashline.ingest.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Role;
import io.javalin.http.Context;
import java.util.stream.Stream;

/** Who somebody is to this service. */
public final class SessionApi implements Operations {

    @Override
    public Stream<Route> routes(Gate gate) {
        return Stream.of(Route.open("/whoami", context -> whoAmI(context, gate)));
    }

    private static void whoAmI(Context context, Gate gate) {
        Caller caller = gate.caller(context);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("auth", gate.asksForTokens());
        json.put("name", caller.name());
        json.put("tenant", caller.tenant());
        ArrayNode roles = json.putArray("roles");
        caller.roles().stream().sorted().map(Role::word).forEach(roles::add);
        context.header("Cache-Control", "no-store").json(json);
    }
}
