package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.command.InputGuard;
import dev.dashline.media.command.MediaInput;
import dev.dashline.media.command.VideoChunkCommand;
import dev.dashline.media.ffmpeg.ExitStatus;
import dev.dashline.media.ffmpeg.InputHealth;
import dev.dashline.media.ffmpeg.ProcessGuard;
import dev.dashline.media.ffmpeg.StdErrTail;
import dev.dashline.media.plan.SourceInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at a source, which may be anything: no format but those listed is tried, for no longer than the limit. */
public final class Ffprobe {

    /** The packets of an hour or so, where there is no keyframe but the first. */
    private static final int MAX_OUTPUT = 32 << 20;

    private static final long GLANCE_MILLIS = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Answer(String text, String stdErr) {}

    private final Path program;
    private final SourceLimits limits;
    private final ProcessGuard guard;
    private volatile @Nullable Decoders decoders;

    /**
     * @param guard ends the runs should this process be killed; stays the caller's
     */
    public Ffprobe(Path program, SourceLimits limits, ProcessGuard guard) {
        this.program = program;
        this.limits = limits;
        this.guard = guard;
    }

    /**
     * Tells what a source is.
     *
     * @param sound whether sound is wanted, so that there has to be some that can be decoded if there is any
     * @param health of the source: time that it has to be waited for does not count
     * @throws MediaException with the code for what is wrong with it
     * @throws InterruptedException if this thread was interrupted; the process has ended by then
     */
    public SourceInfo probe(MediaInput source, boolean sound, Supplier<InputHealth> health)
            throws MediaException, InterruptedException {
        List<String> guard = InputGuard.options(source, limits.pixels());
        Answer streams = run(arguments(source, guard, streams()), health);
        ProbeReader reader = new ProbeReader(parse(streams.text()), decoders(), limits);
        int video = reader.videoStream(streams.stdErr());
        // The header may lie about the duration, so look at the last packets.
        return reader.read(tail(run(arguments(source, guard, tail()), health).text(), video), sound);
    }

    /**
     * Tells what there is to hear in a source, whatever there is to see.
     *
     * @throws MediaException with the code for what is wrong with it
     * @throws InterruptedException if this thread was interrupted; the process has ended by then
     */
    public SourceInfo probeSound(MediaInput source, Supplier<InputHealth> health)
            throws MediaException, InterruptedException {
        List<String> guard = InputGuard.soundOptions(source, limits.pixels());
        JsonNode streams =
                parse(run(arguments(source, guard, streams()), health).text());
        return new ProbeReader(streams, decoders(), limits).readSound();
    }

    /**
     * The first packet of a stream that a seek leads to.
     *
     * @param time in the source, microseconds
     */
    JsonNode packetAt(MediaInput source, int stream, long time, Supplier<InputHealth> health)
            throws MediaException, InterruptedException {
        return packets(source, stream, VideoChunkCommand.seconds(time) + "%+#1", health);
    }

    /**
     * The packets of a stream between two times.
     *
     * @param from in the source, microseconds
     */
    JsonNode packets(MediaInput source, int stream, long from, long until, Supplier<InputHealth> health)
            throws MediaException, InterruptedException {
        String interval = VideoChunkCommand.seconds(from) + "%" + VideoChunkCommand.seconds(until);
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
        return parse(run(arguments(source, InputGuard.options(source, limits.pixels()), what), health)
                .text());
    }

    /** Asks for all streams. */
    static List<String> streams() {
        return List.of("-show_format", "-show_streams");
    }

    /** Asks for the last packets: a seek far past the end goes to the last keyframe. */
    static List<String> tail() {
        return List.of(
                "-read_intervals",
                "1000000%",
                "-show_entries",
                "packet=stream_index,pts_time,duration_time,flags:packet_side_data=side_data_type");
    }

    /** The command line, the program not among it. */
    static List<String> arguments(MediaInput source, List<String> guard, List<String> what) {
        List<String> arguments = new ArrayList<>(List.of("-hide_banner", "-loglevel", "error"));
        arguments.addAll(guard);
        arguments.addAll(what);
        arguments.addAll(List.of("-of", "json=compact=1", source.url()));
        return arguments;
    }

    /** Asked for once: two that ask at a time get the same answer. */
    private Decoders decoders() throws MediaException, InterruptedException {
        Decoders known = decoders;
        if (known == null) {
            Answer answer = run(List.of("-hide_banner", "-codecs"), () -> InputHealth.FLOWING);
            known = Decoders.read(answer.text());
            decoders = known;
        }
        return known;
    }

    private Answer run(List<String> arguments, Supplier<InputHealth> health)
            throws MediaException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command).start();
            guard.watch(process);
            try {
                return answer(process, health);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer answer(Process process, Supplier<InputHealth> health)
            throws IOException, MediaException, InterruptedException {
        process.getOutputStream().close();
        StdErrTail<Boolean> stdErr = new StdErrTail<>(true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Thread errors = reader("ffprobe-stderr", () -> stdErr.read(process.getErrorStream()));
        Thread answers = reader("ffprobe-stdout", () -> copy(process.getInputStream(), out));
        if (!endsInTime(process, health)) {
            throw new MediaException(
                    MediaFault.INVALID_CONTAINER,
                    "The source could not be made sense of within "
                            + limits.probeTime().toSeconds() + " s.");
        }
        answers.join();
        errors.join();
        if (process.exitValue() != 0) {
            throw failed(OptionalInt.of(process.exitValue()), stdErr.text());
        }
        return new Answer(out.toString(StandardCharsets.UTF_8), stdErr.text());
    }

    private static MediaException failed(OptionalInt status, String stdErr) {
        return ExitStatus.isByOthers(status)
                ? new MediaException(
                        MediaFault.ENCODER_FAILED,
                        "ffprobe ended with status " + status.getAsInt() + ".",
                        stdErr,
                        status)
                : new MediaException(
                        MediaFault.INVALID_CONTAINER, "The source is no video file that can be read.", stdErr, status);
    }

    private boolean endsInTime(Process process, Supplier<InputHealth> health) throws InterruptedException {
        long left = limits.probeTime().toNanos();
        long last = System.nanoTime();
        while (left > 0 && health.get() != InputHealth.BROKEN) {
            if (process.waitFor(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
            long now = System.nanoTime();
            left -= health.get() == InputHealth.WAITING ? 0 : now - last;
            last = now;
        }
        return false;
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
                MediaFault.INVALID_CONTAINER, "The source has more tracks or packets than can be looked at.");
    }

    private static Thread reader(String name, Runnable reading) {
        Thread thread = new Thread(reading, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void copy(InputStream from, ByteArrayOutputStream to) {
        try {
            to.writeBytes(from.readNBytes(MAX_OUTPUT));
            // Nobody waits for a process that nobody reads from.
            from.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The process was ended: what it told by then is not whole, and is no JSON.
            to.reset();
        }
    }
}
