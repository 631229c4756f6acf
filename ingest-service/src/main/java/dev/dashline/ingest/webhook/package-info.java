/**
 * Tells receivers of the events of videos, in the form of Standard Webhooks: {@link DeliveryQueue} and
 * {@link RetrySchedule} decide and are pure, {@link WebhookSender} acts. Knows no Kafka.
 */
@NullMarked
package dev.dashline.ingest.webhook;

import org.jspecify.annotations.NullMarked;
