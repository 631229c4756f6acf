package dev.dashline.media.ffprobe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Takes what ffprobe says, in its order. Called on one thread. */
@FunctionalInterface
public interface ProbeItems {

    String FORMAT = "format";
    String STREAMS = "streams";

    /** What is asked for. ffprobe repeats the streams of MPEG-TS by program. */
    Set<String> SECTIONS = Set.of(FORMAT, STREAMS, "packets", "frames", "packets_and_frames");

    /**
     * Takes the next object.
     *
     * @param section where it is in ffprobe's answer, one of {@link #SECTIONS}
     */
    void see(String section, JsonNode item);
}
