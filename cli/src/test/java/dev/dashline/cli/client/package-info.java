@NullMarked
package dev.dashline.cli.client;

import org.jspecify.annotations.NullMarked;
