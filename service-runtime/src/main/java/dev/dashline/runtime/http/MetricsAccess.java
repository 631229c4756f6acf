package dev.dashline.runtime.http;

import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may read {@code /metrics}: whoever is on this machine, and those that the fields say.
 *
 * @param guarded whether the network lets nobody reach the port who may not read them
 * @param token what others have to show; empty if they may not
 */
public record MetricsAccess(boolean guarded, Optional<String> token) {

    /** Nobody but who is on this machine. */
    public static final MetricsAccess THIS_MACHINE = new MetricsAccess(false, Optional.empty());

    private static final Pattern LOCAL_NAME = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");

    boolean allows(HttpExchange exchange) {
        return allows(
                exchange.getRemoteAddress().getAddress(),
                exchange.getRequestHeaders().getFirst("Host"),
                exchange.getRequestHeaders().getFirst("Authorization"));
    }

    /**
     * Whether an answer is given.
     *
     * @param host as the request names it: a web page that a browser on this machine shows has another name there
     * @param shown the header {@code Authorization}
     */
    boolean allows(InetAddress from, @Nullable String host, @Nullable String shown) {
        boolean local = from.isLoopbackAddress()
                && (host == null || LOCAL_NAME.matcher(host).matches());
        return guarded
                || local
                || token.map(expected -> ReplicaExchange.shows(shown, expected)).orElse(false);
    }
}
