/** The files of adaptive streaming: fragmented MP4 read back to verify it; MPD and HLS playlists written. Pure. */
@NullMarked
package dev.dashline.encoder.media;

import org.jspecify.annotations.NullMarked;
