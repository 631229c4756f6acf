/** What the emulator keeps: objects in a folder. */
@NullMarked
package dev.dashline.gcsemulator.storage;

import org.jspecify.annotations.NullMarked;
