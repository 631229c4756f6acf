package dev.dashline.media.command;

import dev.dashline.media.plan.MediaPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * Restricts what FFmpeg does with an untrusted source. It would follow a playlist named {@code x.mp4} to any file and
 * address; so only listed demuxers and protocols are allowed, and none for subtitles, images and playlists.
 */
public final class InputGuard {

    private static final String FORMATS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,avi,flv,asf,mpeg,mxf,ogg,dv,gif";

    /** Further formats where only sound is wanted. */
    private static final String SOUND_FORMATS = ",mp3,wav,flac";

    private InputGuard() {}

    /** Options that go before {@code -i}. */
    public static List<String> options(MediaInput input, long maxPixels) {
        return options(input, maxPixels, FORMATS);
    }

    /** The same for sources of which only sound is wanted. */
    public static List<String> soundOptions(MediaInput input, long maxPixels) {
        return options(input, maxPixels, FORMATS + SOUND_FORMATS);
    }

    /** The options for the source of a plan. */
    public static List<String> options(MediaPlan plan, MediaInput input, long maxPixels) {
        return plan.isSoundOnly() ? soundOptions(input, maxPixels) : options(input, maxPixels);
    }

    private static List<String> options(MediaInput input, long maxPixels, String formats) {
        List<String> options = new ArrayList<>(input.options());
        options.addAll(List.of("-format_whitelist", formats, "-max_pixels", Long.toString(maxPixels)));
        return options;
    }
}
