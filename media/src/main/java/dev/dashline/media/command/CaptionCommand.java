package dev.dashline.media.command;

import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.TextTrackPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line that copies out of a source what is in front of each picture and may have captions in it. Nothing is
 * decoded: to read captions with FFmpeg's own decoder, all pictures would have to be decoded once more. Pure.
 */
public final class CaptionCommand {

    /** The file that lists packets and their times. */
    public static final String PACKETS = "captions.packets";

    /** The file that has the packets, one after the other. */
    public static final String DATA = "captions.data";

    /** Bytes: those of a day. */
    private static final long LARGEST = 1L << 30;

    private CaptionCommand() {}

    /** The arguments, without the program. */
    public static List<String> arguments(
            MediaPlan plan, TextTrackPlan.Captions captions, TaskFiles files, EncodeLimits limits) {
        List<String> arguments = new ArrayList<>(CommonOptions.global(plan));
        arguments.addAll(InputGuard.options(plan, files.source(), limits.maxPixels()));
        arguments.addAll(List.of("-copyts", "-i", files.source().url()));
        arguments.addAll(copy(captions));
        arguments.addAll(List.of("-f", "framecrc"));
        arguments.add(files.output().toAbsolutePath().resolve(PACKETS).toString());
        arguments.addAll(copy(captions));
        arguments.addAll(List.of("-fs", Long.toString(LARGEST), "-f", "data"));
        arguments.add(files.output().toAbsolutePath().resolve(DATA).toString());
        return arguments;
    }

    private static List<String> copy(TextTrackPlan.Captions captions) {
        return List.of(
                "-map",
                "0:" + captions.stream(),
                "-c",
                "copy",
                "-bsf:v",
                "filter_units=pass_types=" + unit(captions.codec()));
    }

    /** The type of the units that captions are in. */
    private static int unit(String codec) {
        return switch (codec) {
            case "h264" -> 6;
            case "hevc" -> 39;
            // MPEG-2's user data.
            default -> 0xb2;
        };
    }
}
