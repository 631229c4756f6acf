/** A browser for tests of the page, driven by the DevTools protocol: nothing has to be downloaded for it. */
@NullMarked
package dev.dashline.testsupport.browser;

import org.jspecify.annotations.NullMarked;
