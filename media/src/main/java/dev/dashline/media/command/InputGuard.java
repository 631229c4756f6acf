package dev.dashline.media.command;

import java.util.ArrayList;
import java.util.List;

/**
 * What keeps an untrusted source in its place. A playlist named {@code x.mp4} would otherwise be followed to any file and
 * address, so that demuxers and protocols are named; subtitles, images and playlists are not among them.
 */
public final class InputGuard {

    private static final String FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts";

    /** What is taken besides where no pictures are asked for. */
    private static final String SOUND_FORMATS = ",mp3,wav,flac,ogg";

    private InputGuard() {}

    /** Options that go before {@code -i}. */
    public static List<String> options(MediaInput input, long maxPixels) {
        return options(input, maxPixels, FORMATS);
    }

    /** The same for sources that only sound is wanted of. */
    public static List<String> soundOptions(MediaInput input, long maxPixels) {
        return options(input, maxPixels, FORMATS + SOUND_FORMATS);
    }

    private static List<String> options(MediaInput input, long maxPixels, String formats) {
        List<String> options = new ArrayList<>(input.options());
        options.addAll(List.of("-format_whitelist", formats, "-max_pixels", Long.toString(maxPixels)));
        return options;
    }
}
