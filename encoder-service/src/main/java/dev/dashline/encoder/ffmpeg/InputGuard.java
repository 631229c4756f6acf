package dev.dashline.encoder.ffmpeg;

import java.util.ArrayList;
import java.util.List;

/**
 * What keeps an untrusted source in its place. A playlist named {@code x.mp4} would otherwise be followed to any file and
 * address, so that demuxers and protocols are named; subtitles, images and playlists are not among them.
 */
final class InputGuard {

    private static final String FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts";

    private InputGuard() {}

    /** Options that go before {@code -i}. */
    static List<String> options(MediaInput input, long maxPixels) {
        List<String> options = new ArrayList<>(input.options());
        options.addAll(List.of("-format_whitelist", FORMATS, "-max_pixels", Long.toString(maxPixels)));
        return options;
    }
}
