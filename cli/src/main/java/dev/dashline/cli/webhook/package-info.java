/** Commands for webhooks: who is told of the events of videos. */
@NullMarked
package dev.dashline.cli.webhook;

import org.jspecify.annotations.NullMarked;
