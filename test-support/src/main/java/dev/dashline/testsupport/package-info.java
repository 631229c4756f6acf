/** What integration tests share. */
@NullMarked
package dev.dashline.testsupport;

import org.jspecify.annotations.NullMarked;
