package dev.dashline.media.ffprobe;

import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.SourceLimits;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Limits that FFmpeg keeps to itself: only what it writes to standard error tells that a source exceeds them. Pure. */
public final class Refusals {

    private static final Pattern PIXELS =
            Pattern.compile("Picture size (\\d+x\\d+) exceeds specified max pixel count (\\d+)");

    private static final Pattern TRACKS = Pattern.compile("exceeds max_streams parameter \\((\\d+)\\)");

    private Refusals() {}

    /** {@code TOO_LARGE}, if FFmpeg has refused a picture. */
    public static Optional<MediaException> ofPictures(String stdErr) {
        Matcher found = PIXELS.matcher(stdErr);
        return found.find() ? Optional.of(tooLarge(found.group(1), found.group(2))) : Optional.empty();
    }

    /** Says that a picture is too large. */
    public static MediaException tooLarge(String size, String pixels) {
        return new MediaException(
                MediaFault.TOO_LARGE,
                "The source has pictures of " + size + " pixels; " + SourceLimits.PIXELS + " allows " + pixels
                        + " in all.");
    }

    /** {@code INVALID_CONTAINER}, if FFmpeg has refused the source for its number of tracks. */
    static Optional<MediaException> ofTracks(String stdErr) {
        Matcher found = TRACKS.matcher(stdErr);
        return found.find()
                ? Optional.of(new MediaException(
                        MediaFault.INVALID_CONTAINER,
                        "The source has more than " + found.group(1)
                                + " tracks, which is as many as FFmpeg reads. Leave some out.",
                        stdErr,
                        OptionalInt.empty()))
                : Optional.empty();
    }
}
