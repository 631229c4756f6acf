package dev.dashline.media.ffprobe;

import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.SourceLimits;
import dev.dashline.media.command.InputGuard;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Limits that FFmpeg keeps to itself: only what it writes to standard error tells that a source exceeds them. Pure. */
public final class Refusals {

    private static final Pattern PIXELS =
            Pattern.compile("Picture size (\\d+x\\d+) exceeds specified max pixel count (\\d+)");

    private static final Pattern TRACKS = Pattern.compile("exceeds max_streams parameter \\((\\d+)\\)");

    /** FFmpeg knows the format, and may not read it. */
    private static final Pattern FORMAT =
            Pattern.compile("(?m)^\\[([^\\s@\\]]+) @ 0x[0-9a-f]+\\] Format not on whitelist");

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

    /** {@code INVALID_CONTAINER}, if FFmpeg knows what the source is, and it is nothing that is encoded. */
    static Optional<MediaException> ofFormat(String stdErr) {
        Matcher found = FORMAT.matcher(stdErr);
        return found.find()
                ? Optional.of(new MediaException(
                        MediaFault.INVALID_CONTAINER, instead(found.group(1)), stdErr, OptionalInt.empty()))
                : Optional.empty();
    }

    /** What to send instead. */
    private static String instead(String format) {
        if (format.endsWith("_pipe") || format.equals("image2")) {
            return "The source is a picture, not a video.";
        }
        if (InputGuard.isRead(format)) {
            return "The request states a frameRate, which only bare streams of H.264 and HEVC need. Leave it out.";
        }
        return switch (format) {
            case "h264", "hevc" ->
                "The source is a bare stream of " + format
                        + ", without times: state its rate in the request's frameRate, or put it into a container, with"
                        + " its rate: ffmpeg -framerate 25 -i SOURCE -c copy source.mp4.";
            case "vvc", "mpegvideo", "m4v", "vc1", "obu", "av1", "cavsvideo", "dirac", "h261", "h263" ->
                "The source is a bare stream of " + format + ", without times. Put it into a container, with its rate:"
                        + " ffmpeg -framerate 25 -i SOURCE -c copy source.mp4.";
            case "hls", "dash", "concat", "sdp", "rtsp", "ffmetadata" ->
                "The source is a list of other files. Send the" + " file that it names.";
            case "mp3", "wav", "flac", "aac", "ac3", "eac3", "aiff", "caf", "amr", "w64" ->
                "The source has only sound:"
                        + " choose a profile for sound, such as audio-only, which takes MP3, WAV, FLAC and Ogg.";
            case "srt", "webvtt", "ass", "vobsub", "microdvd" ->
                "The source is a file of subtitles: name it in the" + " request's subtitles, beside a video.";
            default -> "The source has the format " + format + ", which is not read.";
        };
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
