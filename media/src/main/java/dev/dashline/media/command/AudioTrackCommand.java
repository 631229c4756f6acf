package dev.dashline.media.command;

import dev.dashline.media.plan.AudioTrackPlan;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.SoundCut;
import dev.dashline.media.plan.SourceFrames;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The command line that encodes one chunk of an audio track, or all of it, into its final segments. Pure.
 *
 * <p>The track starts with the first picture: earlier sound is cut off, later sound follows silence, and gaps become
 * silence. An AAC decoder puts {@value SoundCut#PACKET} samples in front of what was encoded. So the encoder starts
 * that many samples into the track, and decoded sound is in place without an edit list, which every player handles
 * differently. The price is 21 ms of silence at the start.
 *
 * <p>A chunk is encoded with a run-up, whose packets are dropped: by then the encoder's memory of what came before is
 * that of an encoder that began at the start. It is also encoded a little further than its end, since the encoder looks
 * ahead. Samples are counted on one absolute grid, that of the resampler included.
 */
public final class AudioTrackCommand {

    /** Packets before a chunk, 8 s at 48 kHz: the rate control forgets slowly. */
    private static final int RUN_UP = 384;

    /** Packets after a chunk. */
    private static final int LOOK_AHEAD = 4;

    /** Samples of the source that a resampler needs before its output is that of one that began at the start. */
    private static final int RESAMPLER_RUN_UP = 1_024;

    private static final int SURROUND = 6;

    /** One channel, whatever its label. */
    private static final String ALONE = "pan=mono|c0=c0";

    /** Added to the length that the source states, so that rounding never cuts a track short. */
    private static final Duration SPARE = Duration.ofSeconds(5);

    /** Seconds: gaps of this length and more become silence, so that what follows stays in sync. */
    private static final double SMALLEST_GAP = 0.02;

    /** Seconds: where times of a source with regular frames jump by this, as in joined recordings, they are right. */
    private static final double SMALLEST_JUMP = 0.001;

    /** Seconds: less than a sample. */
    private static final String EXACT = "0.000001";

    private final MediaPlan plan;
    private final AudioTrackPlan audio;
    private final ChunkStart start;
    private final String channels;
    private final int sourceRate;

    private AudioTrackCommand(MediaPlan plan, int track, ChunkStart start) {
        this.plan = plan;
        this.audio = plan.audio().get(track);
        this.start = start;
        this.channels = audio.encoding().channels() == SURROUND
                ? "5.1"
                : audio.encoding().channels() + "c";
        this.sourceRate = audio.cut().map(cut -> cut.source().rate()).orElse(rate());
    }

    /** The arguments, without the program. */
    public static List<String> arguments(
            MediaPlan plan, int track, ChunkStart start, TaskFiles files, EncodeLimits limits) {
        return new AudioTrackCommand(plan, track, start).arguments(files, limits);
    }

    /** When the first sample is needed that is encoded for a chunk, samples of the output. */
    private static long firstNeeded(AudioTrackPlan audio, int chunk) {
        long runUp = (long) RUN_UP * SoundCut.PACKET;
        return Math.max(0, audio.firstSample(chunk) - runUp) + SoundCut.PACKET;
    }

    /** When the first sample is needed that is encoded for a chunk, microseconds of the output. */
    public static long firstNeededMicros(AudioTrackPlan audio, int chunk) {
        return firstNeeded(audio, chunk) * 1_000_000 / audio.encoding().sampleRate();
    }

    /** Reads all of a track and makes of it what its encoder would get: {@code [sound]}. */
    static List<String> decoded(MediaPlan plan, int track, MediaInput source, EncodeLimits limits) {
        MediaPlan whole =
                plan.with(plan.audio().stream().map(AudioTrackPlan::whole).toList());
        return new AudioTrackCommand(whole, track, new ChunkStart(0, OptionalLong.empty())).decoded(source, limits);
    }

    private List<String> arguments(TaskFiles files, EncodeLimits limits) {
        List<String> arguments = new ArrayList<>(decoded(files.source(), limits));
        arguments.addAll(List.of("-map", "[sound]"));
        arguments.addAll(
                List.of("-c:a", "aac", "-b:a", Long.toString(audio.encoding().bitrate())));
        audio.cut().ifPresent(cut -> arguments.addAll(List.of("-bsf:a", onlyOfTheChunk())));
        arguments.addAll(CommonOptions.dash(Seconds.of(plan.soundSegmentMicros()), files.output()));
        return arguments;
    }

    private List<String> decoded(MediaInput source, EncodeLimits limits) {
        List<String> arguments = new ArrayList<>(CommonOptions.global(plan));
        arguments.addAll(InputGuard.options(plan, source, limits.maxPixels()));
        // Video is not even demuxed.
        arguments.addAll(List.of("-copyts", "-vn", "-sn", "-dn"));
        start.seek()
                .ifPresent(time ->
                        arguments.addAll(List.of("-noaccurate_seek", "-seek_timestamp", "1", "-ss", Seconds.of(time))));
        arguments.addAll(List.of("-i", source.url()));
        arguments.addAll(List.of("-filter_complex", alike()));
        arguments.addAll(List.of("-filter_complex", inPlace()));
        return arguments;
    }

    /**
     * One sample rate and channel layout for the whole track. FFmpeg rebuilds this graph where the rate or the channels
     * change on the way, as in broadcasts; its filters have no state to lose.
     */
    private String alike() {
        String format = "aresample=" + sourceRate + ",aformat=sample_fmts=fltp:channel_layouts=" + channels + "[alike]";
        String left = "[0:" + audio.source().stream() + "]";
        if (audio.source().right().isPresent()) {
            return left + ALONE + "[left];[0:" + audio.source().right().getAsInt() + "]" + ALONE
                    + "[right];[left][right]join=inputs=2:channel_layout=stereo:map=0.0-FL|1.0-FR," + format;
        }
        // Where many channels are loud at once, their sum may be too loud.
        return left
                + audio.source()
                        .mix()
                        .map(mix -> "pan=" + mix + ",alimiter=level=0:latency=1,")
                        .orElse("")
                + format;
    }

    /**
     * Starts with the first picture and fills gaps. A graph of its own that is never rebuilt: {@code first_pts} would
     * pad again. Times become counts of samples before anything is cut off, so that the cut does not depend on how the
     * container rounds. The source's samples that are resampled first are a multiple of the pattern in which the two
     * rates coincide.
     */
    private String inPlace() {
        long first = firstNeeded(audio, start.chunk());
        return String.format(
                Locale.ROOT,
                "[alike]asetpts='%s-%d',aresample=async=1:min_comp=%s:min_hard_comp=%s,"
                        + "aresample=async=1:min_comp=%s:first_pts=%d,aresample=%d,"
                        + "atrim=start_pts=%d:end_pts=%d,%saformat=sample_fmts=fltp:channel_layouts=%s[sound]",
                audio.cut().map(cut -> counted(cut.source())).orElse("PTS"),
                Math.round(plan.startMicros() * (sourceRate / 1e6)),
                EXACT,
                audio.cut().isPresent() ? EXACT : Double.toString(SMALLEST_GAP),
                EXACT,
                firstOfSource(first),
                rate(),
                first,
                end(),
                audio.gain() == 0 ? "" : "volume=" + audio.gain() + "dB:precision=float,",
                channels);
    }

    /**
     * Counts samples from the time of the first frame on, and anew from one whose time jumps, or from which the count
     * is too far by now. So where a sample belongs depends as little as can be on what came before. Where counting
     * begins, the time is that of the nearest end of a frame. Variables: the next time and the next count.
     */
    private static String counted(SourceFrames frames) {
        String end = "(PTS+S-" + frames.phase() + ")";
        String off = "(" + frames.samples() + "*round(" + end + "/" + frames.samples() + ")-" + end + ")";
        String start = frames.samples() == 1
                ? "PTS"
                : "PTS+if(lte(abs(" + off + ")," + frames.tolerance() + ")," + off + ",0)";
        long jump = Math.max(2L * frames.tolerance(), Math.round(frames.rate() * SMALLEST_JUMP));
        long gap = Math.round(frames.rate() * SMALLEST_GAP);
        return "if(eq(N,0)+gt(abs(PTS-ld(1))," + jump + ")+gt(abs(PTS-ld(2))," + gap + "),st(2," + start
                + "),0);st(1,PTS+S);st(2,ld(2)+S)-S";
    }

    private long firstOfSource(long first) {
        long pattern = sourceRate
                / BigInteger.valueOf(sourceRate).gcd(BigInteger.valueOf(rate())).longValueExact();
        long latest = first * sourceRate / rate() - RESAMPLER_RUN_UP;
        return Math.max(0, latest / pattern * pattern);
    }

    private long end() {
        OptionalLong end = audio.endSample(start.chunk());
        return end.isPresent()
                ? end.getAsLong() + (long) LOOK_AHEAD * SoundCut.PACKET
                : (audio.durationMicros() / 1_000 + SPARE.toMillis()) * rate() / 1_000;
    }

    private String onlyOfTheChunk() {
        String late = audio.endSample(start.chunk()).isPresent()
                ? "+gte(pts," + audio.endSample(start.chunk()).getAsLong() + ")"
                : "";
        return "noise=drop='lt(pts," + audio.firstSample(start.chunk()) + ")" + late + "'";
    }

    private int rate() {
        return audio.encoding().sampleRate();
    }
}
