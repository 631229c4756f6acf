package dev.dashline.runtime.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Asks other replicas of a service, at their {@link AdminServer}. Safe for use by any thread. */
public final class ReplicaClient {

    private final HttpClient http;
    private final Optional<String> token;
    private final Duration timeout;

    /**
     * @param token what the replicas want to see; empty for nothing
     * @param timeout how long an answer may take, and so how long a connection
     * @param threads where answers are received
     */
    public ReplicaClient(Optional<String> token, Duration timeout, Executor threads) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .executor(threads)
                .build();
        this.token = token;
        this.timeout = timeout;
    }

    /**
     * Asks one replica.
     *
     * @param address host:port of its admin server
     * @return its answer; completes with an {@link IOException} if it gives none, or cannot answer now
     */
    public CompletableFuture<byte[]> ask(String address, String path, byte[] question) {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create("http://" + address + path));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(new IOException(address + " is no address", e));
        }
        request.timeout(timeout).POST(BodyPublishers.ofByteArray(question));
        token.ifPresent(shown -> request.header("Authorization", ReplicaExchange.BEARER + shown));
        return http.sendAsync(request.build(), BodyHandlers.ofByteArray())
                .thenApply(response -> body(address, response));
    }

    private static byte[] body(String address, HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw new CompletionException(new IOException(address + " answers " + response.statusCode()));
        }
        return response.body();
    }
}
