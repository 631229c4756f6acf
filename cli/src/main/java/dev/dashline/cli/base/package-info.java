/** What all commands share: how one fails, what it logs, its version. */
@NullMarked
package dev.dashline.cli.base;

import org.jspecify.annotations.NullMarked;
