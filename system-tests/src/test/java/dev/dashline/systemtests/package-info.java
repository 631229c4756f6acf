/** Black-box tests of the whole: what a person or a program outside sees of it. */
@NullMarked
package dev.dashline.systemtests;

import org.jspecify.annotations.NullMarked;
