@NullMarked
package dev.dashline.testsupport;

import org.jspecify.annotations.NullMarked;
