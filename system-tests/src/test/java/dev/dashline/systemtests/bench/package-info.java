/** What the scripts in {@code system-tests/bench} need to know of topics: when tasks began and ended, and where. */
@NullMarked
package dev.dashline.systemtests.bench;

import org.jspecify.annotations.NullMarked;
