package dev.dashline.ingest.http.gate;

import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Role;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.Optional;

/**
 * An operation of the API, and who may use it.
 *
 * @param needs the role that a caller must have; empty if anybody may, whoever he is
 */
public record Route(HandlerType method, String path, Optional<Role> needs, Operation operation) {

    /** Serves a request. */
    @FunctionalInterface
    public interface Operation {
        void serve(Context context, Caller caller) throws Exception;
    }

    /** For those that have a role. */
    public static Route of(HandlerType method, String path, Role needs, Operation operation) {
        return new Route(method, path, Optional.of(needs), operation);
    }

    /** For everybody. */
    public static Route open(String path, Handler handler) {
        return new Route(HandlerType.GET, path, Optional.empty(), (context, caller) -> handler.handle(context));
    }

    /** Whether it changes something. The parts of an upload do not: the upload is the change, however many they are. */
    boolean changes() {
        return method.equals(HandlerType.POST) || method.equals(HandlerType.DELETE);
    }

    /** Whether a header may name another method: for parts of uploads by clients that can send no {@code PATCH}. */
    boolean mayBeOverridden() {
        return path.startsWith("/uploads/{id}");
    }

    /** Whether a browser sends such a change for any page, without asking this service before. */
    boolean isSentByAnyPage() {
        return method.equals(HandlerType.POST);
    }
}
