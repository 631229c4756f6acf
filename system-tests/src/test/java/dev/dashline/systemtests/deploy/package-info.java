/** What is in deploy/, and what a deployment may rely on. */
@NullMarked
package dev.dashline.systemtests.deploy;

import org.jspecify.annotations.NullMarked;
