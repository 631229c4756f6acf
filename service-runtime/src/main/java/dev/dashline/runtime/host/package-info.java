/**
 * What every service is made of: settings, meters, threads, admin port and Streams application, and the order in which
 * its parts start and close.
 */
@NullMarked
package dev.dashline.runtime.host;

import org.jspecify.annotations.NullMarked;
