/**
 * The {@code dashline} command. Its subcommands are in packages by trade; they only read arguments, call the parts in
 * order and print messages.
 */
@NullMarked
package dev.dashline.cli;

import org.jspecify.annotations.NullMarked;
