package dev.dashline.media.command;

import dev.dashline.media.plan.AudioTrackPlan;
import dev.dashline.media.plan.MediaPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The command line that encodes one whole audio track into its final segments. Pure.
 *
 * <p>The track starts with the first picture: earlier sound is cut off, later sound follows silence, and gaps become
 * silence. An AAC decoder puts {@value #PRIMING} samples in front of what was encoded. So the encoder starts that many
 * samples into the track, and decoded sound is in place without an edit list, which every player handles differently.
 * The price is 21 ms of silence at the start.
 */
public final class AudioTrackCommand {

    /** Delay of FFmpeg's AAC encoder in samples: one frame. */
    static final int PRIMING = 1_024;

    private static final int SURROUND = 6;

    /** Added to the length that the source states, so that rounding never cuts a track short. */
    private static final Duration SPARE = Duration.ofSeconds(5);

    /** Seconds: gaps of this length and more become silence, so that what follows stays in sync. */
    private static final String SMALLEST_GAP = "0.02";

    private AudioTrackCommand() {}

    /** The arguments, without the program. */
    public static List<String> arguments(MediaPlan plan, int track, TaskFiles files, EncodeLimits limits) {
        AudioTrackPlan audio = plan.audio().get(track);
        List<String> arguments = new ArrayList<>(CommonOptions.global());
        arguments.addAll(
                plan.isSoundOnly()
                        ? InputGuard.soundOptions(files.source(), limits.maxPixels())
                        : InputGuard.options(files.source(), limits.maxPixels()));
        // Video is not even demuxed.
        arguments.addAll(List.of("-copyts", "-vn", "-sn", "-dn"));
        arguments.addAll(List.of("-itsoffset", Seconds.of(-plan.startMicros())));
        arguments.addAll(List.of("-i", files.source().url()));
        String channels = audio.encoding().channels() == SURROUND
                ? "5.1"
                : audio.encoding().channels() + "c";
        arguments.addAll(List.of("-filter_complex", alike(audio, channels)));
        arguments.addAll(List.of("-filter_complex", inPlace(channels), "-map", "[sound]"));
        arguments.addAll(List.of("-t", Seconds.of(audio.durationMicros() + SPARE.toMillis() * 1_000)));
        arguments.addAll(
                List.of("-c:a", "aac", "-b:a", Long.toString(audio.encoding().bitrate())));
        arguments.addAll(CommonOptions.dash(Seconds.of(plan.soundSegmentMicros()), files.output()));
        return arguments;
    }

    /**
     * One sample rate and channel layout for the whole track. FFmpeg rebuilds this graph where the rate or the channels
     * change on the way, as in broadcasts; its filters have no state to lose.
     */
    private static String alike(AudioTrackPlan audio, String channels) {
        return String.format(
                Locale.ROOT,
                "[0:%d]aresample=%d,aformat=sample_fmts=fltp:channel_layouts=%s[alike]",
                audio.stream(),
                audio.encoding().sampleRate(),
                channels);
    }

    /**
     * Starts with the first picture and fills gaps. A graph of its own that is never rebuilt: {@code first_pts} would
     * pad again.
     */
    private static String inPlace(String channels) {
        return String.format(
                Locale.ROOT,
                "[alike]aresample=async=1:min_hard_comp=%s:first_pts=%d,"
                        + "aformat=sample_fmts=fltp:channel_layouts=%s[sound]",
                SMALLEST_GAP,
                PRIMING,
                channels);
    }
}
