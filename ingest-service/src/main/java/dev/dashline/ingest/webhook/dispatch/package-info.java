/** The webhooks of a partition: from the events of its videos to what is sent, and to what became of it. */
@NullMarked
package dev.dashline.ingest.webhook.dispatch;

import org.jspecify.annotations.NullMarked;
