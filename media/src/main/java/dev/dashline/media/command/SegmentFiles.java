package dev.dashline.media.command;

/**
 * Names of the files that FFmpeg writes for a rendition, in a folder of its own. What they are called where they are
 * stored is not decided here.
 */
public final class SegmentFiles {

    /** The init segment. */
    public static final String INIT = "init.mp4";

    private static final String SUFFIX = ".m4s";

    /** The name of a media segment, as FFmpeg's muxer is told it. */
    static final String TEMPLATE = "$Time$" + SUFFIX;

    private SegmentFiles() {}

    /** The name of the media segment that starts at this time, in units of the track. */
    public static String name(long time) {
        return time + SUFFIX;
    }

    /** Whether this is the name of a media segment that is whole: while FFmpeg writes one, its name ends otherwise. */
    public static boolean isSegment(String name) {
        return name.endsWith(SUFFIX);
    }

    /**
     * When the segment of this name starts, in units of the track.
     *
     * @throws NumberFormatException if it is no name of a segment
     */
    public static long time(String name) {
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }
}
