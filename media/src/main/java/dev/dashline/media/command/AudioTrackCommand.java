package dev.dashline.media.command;

import dev.dashline.media.plan.AudioTrackPlan;
import dev.dashline.media.plan.MediaPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The command line that encodes one audio track, whole, into its final segments. Pure.
 *
 * <p>The track starts with the first picture: what sounds before is cut off, what starts later follows silence, gaps become
 * silence. An AAC decoder gives back {@value #PRIMING} samples more than went in, at the start. The encoder is fed from that
 * many samples on, so that what comes out of a decoder is in its place without an edit list, which players treat each in
 * their own way. The price is silence for the first 21 ms.
 */
public final class AudioTrackCommand {

    /** Samples that FFmpeg's AAC encoder is late by: one frame. */
    static final int PRIMING = 1_024;

    private static final int SURROUND = 6;

    /** Beyond the length that the source tells, so that a track is never cut short for a rounding. */
    private static final Duration SPARE = Duration.ofSeconds(5);

    /** Seconds: holes in the sound of that length are kept as silence, so that what follows stays in sync. */
    private static final String SMALLEST_GAP = "0.02";

    private AudioTrackCommand() {}

    /** The arguments, the program not among them. */
    public static List<String> arguments(MediaPlan plan, int track, TaskFiles files, EncodeLimits limits) {
        AudioTrackPlan audio = plan.audio().get(track);
        List<String> arguments = new ArrayList<>(CommonOptions.global());
        arguments.addAll(
                plan.isSoundOnly()
                        ? InputGuard.soundOptions(files.source(), limits.maxPixels())
                        : InputGuard.options(files.source(), limits.maxPixels()));
        // Pictures are not even read.
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
     * All of a track alike. FFmpeg makes these filters anew where the rate or the channels of a track change on the way, as those of
     * broadcasts do, and these do not mind.
     */
    private static String alike(AudioTrackPlan audio, String channels) {
        return String.format(
                Locale.ROOT,
                "[0:%d]aresample=%d,aformat=sample_fmts=fltp:channel_layouts=%s[alike]",
                audio.stream(),
                audio.encoding().sampleRate(),
                channels);
    }

    /** On from the first picture, gaps filled. Made once, as {@code first_pts} would fill up from the start again. */
    private static String inPlace(String channels) {
        return String.format(
                Locale.ROOT,
                "[alike]aresample=async=1:min_hard_comp=%s:first_pts=%d,aformat=sample_fmts=fltp:channel_layouts=%s[sound]",
                SMALLEST_GAP,
                PRIMING,
                channels);
    }
}
