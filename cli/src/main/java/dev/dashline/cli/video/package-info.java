/** Commands that hand videos over, follow them and cancel them. */
@NullMarked
package dev.dashline.cli.video;

import org.jspecify.annotations.NullMarked;
