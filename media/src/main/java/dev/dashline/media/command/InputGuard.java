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

    /** Bare streams, of which somebody has stated the rate. */
    private static final String BARE_FORMATS = "h264,hevc";

    /**
     * Whether sources of a format are read without further ado.
     *
     * @param format FFmpeg's names of it, with commas between
     */
    public static boolean isRead(String format) {
        return List.of(FORMATS.split(",")).contains(format.split(",", 2)[0]);
    }

    /** Options that go before {@code -i}. */
    public static List<String> options(MediaInput input, long maxPixels) {
        return options(input, maxPixels, FORMATS);
    }

    /** The same for bare streams. */
    public static List<String> bareOptions(MediaInput input, long maxPixels) {
        return options(input, maxPixels, BARE_FORMATS);
    }

    /** The same for sources of which only sound is wanted. */
    public static List<String> soundOptions(MediaInput input, long maxPixels) {
        return options(input, maxPixels, FORMATS + SOUND_FORMATS);
    }

    /** The options for the source of a plan. */
    public static List<String> options(MediaPlan plan, MediaInput input, long maxPixels) {
        if (plan.isSoundOnly()) {
            return soundOptions(input, maxPixels);
        }
        boolean counted = plan.requireVideo().picture().counted().isPresent();
        return options(input, maxPixels, counted ? FORMATS + "," + BARE_FORMATS : FORMATS);
    }

    private static List<String> options(MediaInput input, long maxPixels, String formats) {
        List<String> options = new ArrayList<>(input.options());
        options.addAll(List.of("-format_whitelist", formats, "-max_pixels", Long.toString(maxPixels)));
        return options;
    }
}
