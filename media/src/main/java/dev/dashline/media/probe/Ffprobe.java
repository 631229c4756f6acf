package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.MediaException;
import dev.dashline.media.SourceLimits;
import dev.dashline.media.command.InputGuard;
import dev.dashline.media.command.MediaInput;
import dev.dashline.media.command.Seconds;
import dev.dashline.media.ffmpeg.InputFlow;
import dev.dashline.media.ffmpeg.ProcessStarter;
import dev.dashline.media.ffprobe.ProbeRunner;
import dev.dashline.media.note.ReportReader;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.SourceInfo;
import dev.dashline.media.plan.SourceInfo.Extras;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a source is. A source may be any file: ffprobe tries only the formats of {@link InputGuard}, and only
 * for a limited time. Safe for use by many threads.
 */
public final class Ffprobe {

    private static final int NO_VIDEO = -1;

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
     * @param stated the rate of a bare stream of pictures; empty for a source with times
     * @param sound whether sound is wanted: then a source whose audio tracks cannot be decoded is refused
     * @param flow of the source: time that it makes ffprobe wait does not count
     * @throws MediaException if the source cannot be encoded, with the reason
     * @throws InterruptedException if this thread was interrupted; the process has ended by then
     */
    public SourceInfo probe(MediaInput source, Optional<FrameRate> stated, boolean sound, InputFlow flow)
            throws MediaException, InterruptedException {
        Probing probing = stated.isPresent() ? bare(source, flow) : probing(source, false, flow);
        Probing.Streams streams = probing.streams();
        JsonNode answer = EmptyTracks.without(streams.answer(), packetsOf(probing));
        ProbeReader reader = new ProbeReader(answer, decoders(), limits);
        int video = reader.videoStream(streams.complaints());
        Optional<FrameRate> counted = stated.or(reader::untimed);
        PacketScan packets = probing.scan(
                video, counted.map(ScanPlan::counting).orElseGet(() -> ScanPlan.of(answer.path("format"))));
        if (!packets.isWhole() && reader.seemsIncomplete(packets)) {
            packets = probing.scan(video, ScanPlan.all(answer.path("format")));
        }
        JsonNode described = sound ? LateSound.described(answer, packets, probing) : answer;
        SourceInfo info = new ProbeReader(described, decoders(), limits).read(packets, sound);
        long settling = counted.isPresent()
                ? 0 // There is no seam.
                : packets.refresh().settling(what -> look(source, false, video, what, flow));
        return reported(
                info.with(new Extras(
                        settling,
                        false,
                        KeyframeSearch.mayReshape(answer, video),
                        packets.track(video).position(),
                        packets.keyframes(),
                        counted)),
                new ReportReader(streams.answer(), described, facts(described, packets)),
                sound);
    }

    /**
     * Reads the audio tracks of a source, with or without video.
     *
     * @throws MediaException if the source cannot be encoded, with the reason
     * @throws InterruptedException if this thread was interrupted; the process has ended by then
     */
    public SourceInfo probeSound(MediaInput source, InputFlow flow) throws MediaException, InterruptedException {
        Probing probing = probing(source, true, flow);
        JsonNode all = probing.streams().answer();
        JsonNode answer = EmptyTracks.without(all, packetsOf(probing));
        PacketScan packets = probing.scan(NO_VIDEO, ScanPlan.of(answer.path("format")));
        JsonNode described = LateSound.described(answer, packets, probing);
        SourceInfo info = new ProbeReader(described, decoders(), limits).readSound(packets);
        return reported(info, new ReportReader(all, described, facts(described, packets)), true);
    }

    private static SourceInfo reported(SourceInfo info, ReportReader reader, boolean sound) {
        return info.with(reader.read(info, sound));
    }

    static ReportReader.Facts facts(JsonNode probe, PacketScan packets) {
        return new ReportReader.Facts() {
            @Override
            public boolean hasPackets(int track) {
                return !packets.track(track).isEmpty();
            }

            @Override
            public long missing(int track) {
                return packets.isWhole() ? packets.track(track).missing() : 0;
            }

            @Override
            public OptionalLong statedLength(JsonNode stream) {
                return new StatedEnd(stream, probe.path("format")).length();
            }
        };
    }

    private static EmptyTracks.Packets packetsOf(Probing probing) {
        return (which, interval) -> {
            List<String> what = new ArrayList<>();
            Set<Integer> seen = new HashSet<>();
            if (!which.isEmpty()) {
                what.addAll(List.of("-select_streams", which));
            }
            what.addAll(List.of("-read_intervals", interval, "-show_entries", "packet=stream_index"));
            probing.packets(what, packet -> seen.add(packet.path("stream_index").asInt(-1)));
            return seen;
        };
    }

    /**
     * Lists the packets of a stream.
     *
     * @param interval as ffprobe's {@code -read_intervals}
     */
    void packets(MediaInput source, int stream, String interval, InputFlow flow, Consumer<JsonNode> packets)
            throws MediaException, InterruptedException {
        List<String> what = List.of("-read_intervals", interval, "-show_entries", "packet=pts_time,dts_time,flags");
        probing(source, false, flow).packets(selected(stream, what), packets);
    }

    /**
     * The keyframes of a stream, decoded.
     *
     * @param interval as ffprobe's {@code -read_intervals}
     */
    JsonNode keyframes(MediaInput source, int stream, String interval, InputFlow flow)
            throws MediaException, InterruptedException {
        List<String> what = List.of(
                "-skip_frame",
                "nokey",
                "-read_intervals",
                interval,
                "-show_entries",
                "frame=pts_time,width,height,sample_aspect_ratio");
        return look(source, false, stream, what, flow).path("frames");
    }

    /** The beginning of an interval: a time in the source, microseconds. */
    static String since(long time) {
        return Seconds.of(time) + "%";
    }

    /**
     * Facts about one stream.
     *
     * @param soundOnly whether the source is one of which only sound is wanted
     * @param what ffprobe's options that name the facts
     */
    JsonNode look(MediaInput source, boolean soundOnly, int stream, List<String> what, InputFlow flow)
            throws MediaException, InterruptedException {
        return probing(source, soundOnly, flow).list(selected(stream, what));
    }

    private Probing probing(MediaInput source, boolean soundOnly, InputFlow flow) {
        List<String> guard = soundOnly
                ? InputGuard.soundOptions(source, limits.pixels())
                : InputGuard.options(source, limits.pixels());
        return new Probing(runner, source, guard, flow);
    }

    private Probing bare(MediaInput source, InputFlow flow) {
        return new Probing(runner, source, InputGuard.bareOptions(source, limits.pixels()), flow);
    }

    private static List<String> selected(int stream, List<String> what) {
        List<String> options = new ArrayList<>(List.of("-select_streams", Integer.toString(stream)));
        options.addAll(what);
        return options;
    }

    /** Read once. Two threads that read at the same time get the same answer. */
    private Decoders decoders() throws MediaException, InterruptedException {
        Decoders known = decoders;
        if (known == null) {
            known = Decoders.read(runner.text(List.of("-hide_banner", "-codecs")));
            decoders = known;
        }
        return known;
    }
}
