/**
 * Encoding profiles: how operators say what to encode. Pure, but for the built-in profiles, which are on the class
 * path.
 */
@NullMarked
package dev.dashline.media.profile;

import org.jspecify.annotations.NullMarked;
