package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.command.MediaInput;
import dev.dashline.media.ffmpeg.InputFlow;
import dev.dashline.media.ffprobe.ProbeItems;
import dev.dashline.media.ffprobe.ProbeRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Looks at one source with ffprobe.
 *
 * @param guard options that go before the source's address
 * @param flow of the source: time that it makes ffprobe wait does not count
 */
record Probing(ProbeRunner runner, MediaInput source, List<String> guard, InputFlow flow) {

    /**
     * What is said of a file and its streams that anybody asks for. Other tags may have any length, and there may be
     * any number of them.
     */
    private static final List<String> DESCRIPTION = List.of(
            "-show_entries",
            String.join(
                    ":",
                    "format=format_name,duration,start_time,size",
                    "stream=index,id,codec_type,codec_name,codec_tag_string,start_time,duration,time_base,nb_frames,"
                            + "width,height,sample_aspect_ratio,r_frame_rate,avg_frame_rate,field_order,pix_fmt,"
                            + "color_space,color_primaries,color_transfer,color_range,"
                            + "sample_rate,channels,channel_layout",
                    "stream_disposition",
                    "stream_tags=language,title,DURATION,NUMBER_OF_FRAMES",
                    "stream_side_data=rotation,crop_left,crop_right,crop_top,crop_bottom,dv_profile"));

    /** Objects of an answer that is kept. What may be longer is read piece by piece. */
    private static final int MOST = 10_000;

    /** The same source from a position on, bytes. */
    Probing from(long position) {
        List<String> options = new ArrayList<>(guard);
        options.addAll(List.of("-skip_initial_bytes", Long.toString(position)));
        return new Probing(runner, source, options, flow);
    }

    /** What ffprobe says of the file and its streams, and the end of what it complains of. */
    record Streams(JsonNode answer, String complaints) {}

    /** Lists all streams. */
    Streams streams() throws MediaException, InterruptedException {
        Kept kept = new Kept();
        String complaints = runner.list(arguments(DESCRIPTION), source.reach(), kept, flow);
        return new Streams(kept.answer(), complaints);
    }

    /**
     * ffprobe's answer, of up to 10,000 objects.
     *
     * @param what options that say what is listed
     */
    JsonNode list(List<String> what) throws MediaException, InterruptedException {
        Kept kept = new Kept();
        runner.list(arguments(what), source.reach(), kept, flow);
        return kept.answer();
    }

    /**
     * Lists packets, however many there are.
     *
     * @param what options that say what is listed
     */
    void packets(List<String> what, Consumer<JsonNode> packets) throws MediaException, InterruptedException {
        runner.list(arguments(what), source.reach(), (section, packet) -> packets.accept(packet), flow);
    }

    /**
     * Lists packets.
     *
     * @param video index of the video stream; -1 without video
     */
    PacketScan scan(int video, ScanPlan plan) throws MediaException, InterruptedException {
        PacketScan scan = new PacketScan(video, plan);
        packets(plan.options(), scan::add);
        return scan;
    }

    private List<String> arguments(List<String> what) {
        List<String> arguments = new ArrayList<>(List.of("-hide_banner", "-loglevel", "error"));
        arguments.addAll(guard);
        arguments.addAll(what);
        arguments.addAll(List.of("-of", "json=compact=1", source.url()));
        return arguments;
    }

    /** An answer that is kept as ffprobe gives it. */
    private static final class Kept implements ProbeItems {
        private final ObjectNode answer = JsonNodeFactory.instance.objectNode();
        private int count;

        @Override
        public void see(String section, JsonNode item) {
            count++;
            if (section.equals(FORMAT)) {
                answer.set(FORMAT, item);
            } else if (count <= MOST) {
                answer.withArray(section).add(item);
            }
        }

        JsonNode answer() throws MediaException {
            if (count > MOST) {
                throw new MediaException(
                        MediaFault.INVALID_CONTAINER,
                        "The source has " + count + " tracks, pictures or packets where " + MOST
                                + " are the most that can be read. Convert it to MP4 or Matroska.");
            }
            return answer;
        }
    }
}
