package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.MediaException;
import dev.dashline.media.command.AudioTrackCommand;
import dev.dashline.media.command.ChunkStart;
import dev.dashline.media.command.MediaInput;
import dev.dashline.media.ffmpeg.InputFlow;
import dev.dashline.media.plan.AudioTrackPlan;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.SourceFrames;
import dev.dashline.media.plan.SourceInfo;
import dev.dashline.media.plan.SourceInfo.Audio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks into the sound of a source for what cutting it needs: where its frames lie, and where each chunk has to be read
 * from. Safe for use by many threads.
 */
public final class SoundSearch {

    private static final long MICROS = 1_000_000;

    /** How long before the first sample that is needed to look for sound. Sound may lie behind its pictures. */
    private static final List<Long> STEPS = List.of(10 * MICROS, 30 * MICROS, 120 * MICROS, 480 * MICROS);

    /** A track that starts this late in the source is looked for there. */
    private static final long LATE = 10 * MICROS;

    /** Sound is read from this much before the first sample that is needed: decoders have a memory, too. */
    private static final long SETTLED = 2 * MICROS;

    private final Ffprobe ffprobe;

    public SoundSearch(Ffprobe ffprobe) {
        this.ffprobe = ffprobe;
    }

    /**
     * Measures where the frames of tracks lie that may be cut.
     *
     * @param shorter tracks shorter than this are not looked at
     * @throws MediaException if the source cannot be read
     * @throws InterruptedException if this thread was interrupted; no process is left by then
     */
    public SourceInfo measured(SourceInfo info, Duration shorter, MediaInput source, InputFlow flow)
            throws MediaException, InterruptedException {
        List<Audio> tracks = new ArrayList<>();
        for (Audio track : info.audio()) {
            // Two streams cannot be cut at the same sample.
            boolean isLong = track.span().length() >= shorter.toNanos() / 1_000
                    && track.source().right().isEmpty();
            Optional<SourceFrames> frames = isLong
                    ? FrameMeasure.of(ffprobe.look(
                            source,
                            info.video().isEmpty(),
                            track.source().stream(),
                            firstFrames(track.span().start()),
                            flow))
                    : Optional.empty();
            tracks.add(track.measured(frames));
        }
        return new SourceInfo(info.video(), tracks, info.text(), info.report());
    }

    /**
     * Where a chunk of sound is read from: where sound begins before it, or else, as in a long silence, at the
     * beginning of the source.
     *
     * @param flow of the source: time that it makes ffprobe wait does not count
     * @throws MediaException if the source cannot be read
     * @throws InterruptedException if this thread was interrupted; no process is left by then
     */
    public ChunkStart find(MediaPlan plan, int track, int chunk, MediaInput source, InputFlow flow)
            throws MediaException, InterruptedException {
        AudioTrackPlan audio = plan.audio().get(track);
        long needed = plan.startMicros() + AudioTrackCommand.firstNeededMicros(audio, chunk) - SETTLED;
        for (long step : STEPS) {
            long from = needed - step;
            if (chunk == 0 || from <= plan.startMicros()) {
                break;
            }
            JsonNode packets = ffprobe.look(
                            source, plan.isSoundOnly(), audio.source().stream(), firstPacket(from), flow)
                    .path("packets");
            OptionalLong first = ProbeTimes.micros(packets.path(0), "pts_time");
            // Without any packet from there on, the sound has ended before.
            if (packets.isEmpty() || (first.isPresent() && first.getAsLong() <= needed)) {
                return new ChunkStart(chunk, OptionalLong.of(from));
            }
        }
        return new ChunkStart(chunk, OptionalLong.empty());
    }

    private static List<String> firstFrames(long start) {
        return FrameMeasure.question(start > LATE ? Ffprobe.since(start) : "%");
    }

    private static List<String> firstPacket(long from) {
        return List.of("-read_intervals", Ffprobe.since(from) + "+#1", "-show_entries", "packet=pts_time");
    }
}
