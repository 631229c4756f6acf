package dev.dashline.runtime.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One question of another replica. */
record ReplicaExchange(HttpExchange exchange) {

    static final String BEARER = "Bearer ";

    private static final Logger log = LoggerFactory.getLogger(ReplicaExchange.class);
    private static final int LARGEST_QUESTION = 1 << 20;

    void answer(Optional<String> token, Function<byte[], Optional<byte[]>> answers) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            send(405, new byte[0]);
        } else if (!token.map(expected -> shows(exchange.getRequestHeaders().getFirst("Authorization"), expected))
                .orElse(true)) {
            send(401, new byte[0]);
        } else {
            answer(answers);
        }
    }

    private void answer(Function<byte[], Optional<byte[]>> answers) throws IOException {
        byte[] question = exchange.getRequestBody().readNBytes(LARGEST_QUESTION);
        Optional<byte[]> answer;
        try {
            answer = answers.apply(question);
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("question of a replica not answered");
            send(500, new byte[0]);
            return;
        }
        send(answer.isPresent() ? 200 : 503, answer.orElseGet(() -> new byte[0]));
    }

    /** Whether a header has this token. Takes as long for any other. */
    static boolean shows(@Nullable String shown, String token) {
        return shown != null && MessageDigest.isEqual(bytes(shown), bytes(BEARER + token));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void send(int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
