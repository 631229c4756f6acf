package dev.dashline.ingest.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One message to a receiver.
 *
 * @param videoId the video that it is about
 * @param eventId the header {@code webhook-id}
 * @param type such as {@code video.published}
 * @param tenant whose video it is
 * @param url the receiver
 * @param secrets what it is signed with, the newest first
 * @param payload the body, JSON
 * @param tries how many there were before
 */
public record WebhookMessage(
        String videoId,
        String eventId,
        String type,
        String tenant,
        URI url,
        List<String> secrets,
        String payload,
        int tries) {

    public WebhookMessage {
        secrets = List.copyOf(secrets);
    }

    /**
     * The headers of Standard Webhooks for a try at this time: one signature for each secret.
     *
     * @throws IllegalArgumentException if a secret is none
     */
    Map<String, String> headers(Instant now) {
        long seconds = now.getEpochSecond();
        List<String> signatures = new ArrayList<>();
        for (String secret : secrets) {
            try {
                signatures.add(new Webhook(secret).sign(eventId, seconds, payload));
            } catch (WebhookSigningException e) {
                throw new IllegalArgumentException("the secret cannot sign", e);
            }
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", eventId);
        headers.put("webhook-timestamp", Long.toString(seconds));
        headers.put("webhook-signature", String.join(" ", signatures));
        return headers;
    }
}
