package dev.dashline.schemas.serde;

import dev.dashline.schemas.retry.Backoff;
import dev.dashline.schemas.retry.Sleeper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to a registry that has one or several addresses. It tries them in turn, beginning with the one that
 * answered last, and repeats that with a growing wait for a limited number of times.
 *
 * <p>Only success or an error with the registry's own {@code error_code} is an answer. Anything else (no connection, an
 * error of the server or of a proxy, refused credentials) is retried.
 */
final class RegistryHttp {

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

    /** Shared by the process: it holds a thread and no configuration. */
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1) // some proxies fail on the upgrade to HTTP/2
            .followRedirects(HttpClient.Redirect.NEVER) // credentials go to the configured hosts only
            .build();

    private final List<URI> urls;
    private final RegistryConfig config;
    private final Backoff backoff;
    private volatile int preferred;

    RegistryHttp(RegistryConfig config) {
        this.config = config;
        this.urls = config.urls().stream().map(RegistryHttp::httpUri).toList();
        this.backoff = config.backoff();
    }

    /**
     * Sends a POST with this body, or a GET without.
     *
     * @throws RegistryUnavailableException if no address gave an answer
     */
    RegistryReply send(String path, @Nullable String body) {
        for (int failed = 1; ; failed++) {
            try {
                return sendToAny(path, body);
            } catch (RegistryUnavailableException e) {
                if (failed > config.maxRetries()) {
                    throw e;
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            try {
                Sleeper.SYSTEM.sleep(backoff.after(failed));
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private RegistryReply sendToAny(String path, @Nullable String body) throws InterruptedException {
        RegistryUnavailableException failure = null;
        int first = preferred;
        for (int i = 0; i < urls.size(); i++) {
            int index = (first + i) % urls.size();
            try {
                RegistryReply reply = sendTo(urls.get(index), path, body);
                preferred = index;
                return reply;
            } catch (RegistryUnavailableException e) {
                failure = e;
            }
        }
        throw failure == null ? new IllegalStateException("no address") : failure;
    }

    private RegistryReply sendTo(URI url, String path, @Nullable String body) throws InterruptedException {
        RegistryReply reply;
        try {
            var response = CLIENT.send(request(url, path, body), BodyHandlers.ofString());
            reply = new RegistryReply(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new RegistryUnavailableException(
                    "the schema registry at " + origin(url) + " does not answer: " + e, e);
        }
        if (!reply.isAnswer()) {
            throw new RegistryUnavailableException(
                    "the schema registry at " + origin(url) + " gave an unusable reply: " + reply, null);
        }
        return reply;
    }

    private HttpRequest request(URI url, String path, @Nullable String body) {
        var request = HttpRequest.newBuilder(URI.create(base(url) + path))
                .timeout(config.readTimeout())
                .header("Accept", MEDIA_TYPE + ", application/json");
        String authorization = authorization(url);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return body == null
                ? request.build()
                : request.header("Content-Type", MEDIA_TYPE)
                        .POST(BodyPublishers.ofString(body))
                        .build();
    }

    private @Nullable String authorization(URI url) {
        if (config.bearerToken() != null) {
            return "Bearer " + config.bearerToken();
        }
        String userInfo = config.userInfo() != null ? config.userInfo() : url.getUserInfo();
        return userInfo == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    private static String base(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
        return origin(url) + path;
    }

    /** The address without credentials, for logs. */
    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private static URI httpUri(String url) {
        try {
            URI uri = URI.create(url);
            if (Set.of("http", "https").contains(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigException(RegistryConfig.URL, hidden(url), "is not a URL");
        }
        throw new ConfigException(RegistryConfig.URL, hidden(url), "must be an http or https URL, or mock://scope");
    }

    private static String hidden(String url) {
        return url.replaceAll("//[^/]*@", "//…@");
    }

    private static RegistryUnavailableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new RegistryUnavailableException("interrupted while waiting for the schema registry", e);
    }
}
