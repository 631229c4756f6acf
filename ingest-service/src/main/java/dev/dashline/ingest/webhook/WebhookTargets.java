package dev.dashline.ingest.webhook;

import dev.dashline.events.VideoRequested;
import dev.dashline.events.WebhookTarget;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who is told of whose videos, as it was a moment ago. Safe for use by any thread. */
public final class WebhookTargets {

    private final Destinations destinations;
    private final Map<String, WebhookTarget> byTenant = new ConcurrentHashMap<>();
    private volatile boolean known;

    /**
     * Who is told of a video.
     *
     * @param secrets never empty
     */
    public record Receiver(URI url, List<String> secrets) {}

    public WebhookTargets(Destinations destinations) {
        this.destinations = destinations;
    }

    /** The newest that is known of a tenant; empty if it has no target any more. */
    public void put(String tenant, Optional<WebhookTarget> target) {
        target.filter(it -> it.getTenant().equals(tenant))
                .ifPresentOrElse(it -> byTenant.put(tenant, it), () -> byTenant.remove(tenant));
    }

    /** All that was written before the start has been put here. */
    public void nowKnown() {
        known = true;
    }

    /** Whether they have been read once. */
    public boolean areKnown() {
        return known;
    }

    /** Who is told of the videos of a request; empty if nobody is. */
    public Optional<Receiver> of(VideoRequested request) {
        Optional<WebhookTarget> target = Optional.ofNullable(byTenant.get(request.getTenant()));
        List<String> secrets = target.map(WebhookTarget::getSecrets).orElse(List.of());
        return request.getWebhook()
                .or(() -> target.flatMap(WebhookTarget::getUrl))
                .filter(url -> !secrets.isEmpty() && destinations.problem(url).isEmpty())
                .map(url -> new Receiver(URI.create(url), secrets));
    }

    /** What is wrong with the webhook of a tenant's request, to be read after its name; empty if nothing is. */
    public Optional<String> problem(String tenant, String url) {
        return destinations
                .problem(url)
                .or(() -> byTenant.containsKey(tenant)
                        ? Optional.empty()
                        : Optional.of(
                                "must wait for a secret to sign with: dashline webhook set " + tenant + " makes one"));
    }
}
