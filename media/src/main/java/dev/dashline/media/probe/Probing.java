package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.command.MediaInput;
import dev.dashline.media.ffmpeg.InputHealth;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Looks at one source with ffprobe.
 *
 * @param guard options that go before the source's address
 * @param health of the source: time that it makes ffprobe wait does not count
 */
record Probing(ProbeRunner runner, MediaInput source, List<String> guard, Supplier<InputHealth> health) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The same source from a position on, bytes. */
    Probing from(long position) {
        List<String> options = new ArrayList<>(guard);
        options.addAll(List.of("-skip_initial_bytes", Long.toString(position)));
        return new Probing(runner, source, options, health);
    }

    /** What ffprobe says of the file and its streams, and the end of what it complains of. */
    record Streams(JsonNode answer, String complaints) {}

    /** Lists all streams. */
    Streams streams() throws MediaException, InterruptedException {
        ProbeRunner.Answer answer = runner.run(arguments(List.of("-show_format", "-show_streams")), health);
        return new Streams(parse(answer.text()), answer.stdErr());
    }

    /**
     * ffprobe's answer.
     *
     * @param what options that say what is listed
     */
    JsonNode list(List<String> what) throws MediaException, InterruptedException {
        return parse(runner.run(arguments(what), health).text());
    }

    /**
     * Lists packets.
     *
     * @param video index of the video stream; -1 without video
     */
    PacketScan scan(int video, ScanPlan plan) throws MediaException, InterruptedException {
        PacketScan scan = new PacketScan(video, plan);
        Duration limit = runner.limit().plus(plan.time());
        runner.run(arguments(plan.options()), limit, scan::read, health);
        if (!scan.isComplete()) {
            throw tooMuch();
        }
        return scan;
    }

    private List<String> arguments(List<String> what) {
        List<String> arguments = new ArrayList<>(List.of("-hide_banner", "-loglevel", "error"));
        arguments.addAll(guard);
        arguments.addAll(what);
        arguments.addAll(List.of("-of", "json=compact=1", source.url()));
        return arguments;
    }

    private static JsonNode parse(String json) throws MediaException {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw tooMuch();
        }
    }

    private static MediaException tooMuch() {
        return new MediaException(
                MediaFault.INVALID_CONTAINER, "The source has more tracks or packets than can be read.");
    }
}
