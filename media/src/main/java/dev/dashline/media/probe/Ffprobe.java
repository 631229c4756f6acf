package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.command.InputGuard;
import dev.dashline.media.command.MediaInput;
import dev.dashline.media.command.Seconds;
import dev.dashline.media.ffmpeg.InputHealth;
import dev.dashline.media.ffmpeg.ProcessStarter;
import dev.dashline.media.plan.SourceInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a source is. A source may be any file: ffprobe tries only the formats of {@link InputGuard}, and only
 * for a limited time. Safe for use by many threads.
 */
public final class Ffprobe {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SourceLimits limits;
    private final ProbeRunner runner;
    private volatile @Nullable Decoders decoders;

    /**
     * A prober.
     *
     * @param program the {@code ffprobe} to run
     * @param limits which sources are accepted, and how long a look at one may take
     */
    public Ffprobe(Path program, SourceLimits limits, ProcessStarter processes) {
        this.limits = limits;
        this.runner = new ProbeRunner(program, limits.probeTime(), processes);
    }

    /**
     * Reads the tracks of a source with video.
     *
     * @param sound whether sound is wanted: then a source whose audio tracks cannot be decoded is refused
     * @param health of the source: time that it makes ffprobe wait does not count
     * @throws MediaException if the source cannot be encoded, with the reason
     * @throws InterruptedException if this thread was interrupted; the process has ended by then
     */
    public SourceInfo probe(MediaInput source, boolean sound, Supplier<InputHealth> health)
            throws MediaException, InterruptedException {
        List<String> guard = InputGuard.options(source, limits.pixels());
        ProbeRunner.Answer streams = runner.run(arguments(source, guard, streams()), health);
        ProbeReader reader = new ProbeReader(withSamples(streams, source, guard, health), decoders(), limits);
        int video = reader.videoStream(streams.stdErr());
        // The header may be wrong about the duration: the last packets are not.
        return reader.read(
                tail(runner.run(arguments(source, guard, tail()), health).text(), video), sound);
    }

    /**
     * Reads the audio tracks of a source, with or without video.
     *
     * @throws MediaException if the source cannot be encoded, with the reason
     * @throws InterruptedException if this thread was interrupted; the process has ended by then
     */
    public SourceInfo probeSound(MediaInput source, Supplier<InputHealth> health)
            throws MediaException, InterruptedException {
        List<String> guard = InputGuard.soundOptions(source, limits.pixels());
        ProbeRunner.Answer streams = runner.run(arguments(source, guard, streams()), health);
        return new ProbeReader(withSamples(streams, source, guard, health), decoders(), limits).readSound();
    }

    private JsonNode withSamples(
            ProbeRunner.Answer streams, MediaInput source, List<String> guard, Supplier<InputHealth> health)
            throws MediaException, InterruptedException {
        return EmptyTracks.without(parse(streams.text()), (which, interval) -> {
            List<String> what = new ArrayList<>();
            if (!which.isEmpty()) {
                what.addAll(List.of("-select_streams", which));
            }
            what.addAll(List.of("-read_intervals", interval, "-show_entries", "packet=stream_index"));
            return parse(runner.run(arguments(source, guard, what), health).text());
        });
    }

    /**
     * The first packet of a stream after a seek.
     *
     * @param time in the source, microseconds
     */
    JsonNode packetAt(MediaInput source, int stream, long time, Supplier<InputHealth> health)
            throws MediaException, InterruptedException {
        return packets(source, stream, Seconds.of(time) + "%+#1", health);
    }

    /**
     * The packets of a stream between two times.
     *
     * @param from in the source, microseconds
     */
    JsonNode packets(MediaInput source, int stream, long from, long until, Supplier<InputHealth> health)
            throws MediaException, InterruptedException {
        String interval = Seconds.of(from) + "%" + Seconds.of(until);
        return packets(source, stream, interval, health);
    }

    private JsonNode packets(MediaInput source, int stream, String interval, Supplier<InputHealth> health)
            throws MediaException, InterruptedException {
        List<String> what = List.of(
                "-select_streams",
                Integer.toString(stream),
                "-read_intervals",
                interval,
                "-show_entries",
                "packet=pts_time,dts_time,flags");
        return parse(runner.run(arguments(source, InputGuard.options(source, limits.pixels()), what), health)
                .text());
    }

    /** Lists all streams. */
    static List<String> streams() {
        return List.of("-show_format", "-show_streams");
    }

    /** Lists the last packets: a seek far past the end goes to the last keyframe. */
    static List<String> tail() {
        return List.of(
                "-read_intervals",
                "1000000%",
                "-show_entries",
                "packet=stream_index,pts_time,duration_time,flags:packet_side_data=side_data_type");
    }

    /** The arguments, without the program. */
    static List<String> arguments(MediaInput source, List<String> guard, List<String> what) {
        List<String> arguments = new ArrayList<>(List.of("-hide_banner", "-loglevel", "error"));
        arguments.addAll(guard);
        arguments.addAll(what);
        arguments.addAll(List.of("-of", "json=compact=1", source.url()));
        return arguments;
    }

    /** Read once. Two threads that read at the same time get the same answer. */
    private Decoders decoders() throws MediaException, InterruptedException {
        Decoders known = decoders;
        if (known == null) {
            ProbeRunner.Answer answer = runner.run(List.of("-hide_banner", "-codecs"), () -> InputHealth.FLOWING);
            known = Decoders.read(answer.text());
            decoders = known;
        }
        return known;
    }

    private static JsonNode parse(String json) throws MediaException {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw tooMuch();
        }
    }

    private static PacketTail tail(String json, int video) throws MediaException {
        try {
            return PacketTail.read(json, video);
        } catch (IOException e) {
            throw tooMuch();
        }
    }

    private static MediaException tooMuch() {
        return new MediaException(
                MediaFault.INVALID_CONTAINER, "The source has more tracks or packets than can be read.");
    }
}
