package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.MediaException;
import dev.dashline.media.command.Seconds;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Finds out how long a decoder takes until its pictures are whole. In H.264 with intra refresh, a column of each
 * picture is new, and no picture is all new: what a container calls a keyframe is a recovery point, and a decoder that
 * starts there shows nothing before all columns have been renewed. Such points are as small as other pictures.
 */
final class IntraRefresh {

    private static final int MOST = 2_000;
    private static final int FEWEST_KEYS = 2;
    private static final int FEWEST_OTHERS = 10;
    /** A keyframe is larger than this many other pictures, nearly always. */
    private static final int LARGER = 2;

    /** Packets in which a picture is shown after a keyframe; and seconds in which one is after a recovery point. */
    private static final List<String> STEPS = List.of("+#30", "+15");

    private final List<Long> keys = new ArrayList<>();
    private final List<Long> others = new ArrayList<>();
    private OptionalLong secondKey = OptionalLong.empty();
    private boolean begun;

    /** Lists packets and pictures of the video. */
    interface Look {

        /**
         * ffprobe's answer.
         *
         * @param what its options
         */
        JsonNode at(List<String> what) throws MediaException, InterruptedException;
    }

    /** Takes the next picture of the video. */
    void see(boolean key, long bytes, OptionalLong shown) {
        List<Long> sizes = key ? keys : others;
        if (key && !begun) {
            // The first is a real one, even here.
            begun = true;
        } else if (sizes.size() < MOST) {
            sizes.add(bytes);
            secondKey = key && secondKey.isEmpty() ? shown : secondKey;
        }
    }

    /** Whether it is worth to decode a few pictures. */
    private boolean isLikely() {
        return keys.size() >= FEWEST_KEYS
                && others.size() >= FEWEST_OTHERS
                && secondKey.isPresent()
                && median(keys) < LARGER * median(others);
    }

    private static long median(List<Long> sizes) {
        return sizes.stream().sorted().skip(sizes.size() / 2).findFirst().orElse(0L);
    }

    /** How long after a keyframe the first picture is shown, microseconds. */
    long settling(Look look) throws MediaException, InterruptedException {
        for (String step : isLikely() ? STEPS : List.<String>of()) {
            JsonNode answer = look.at(List.of(
                    "-read_intervals",
                    Seconds.of(secondKey.getAsLong()) + "%" + step,
                    "-show_entries",
                    "packet=pts_time,flags:frame=pts_time"));
            OptionalLong key = OptionalLong.empty();
            for (JsonNode each : answer.path("packets_and_frames")) {
                OptionalLong shown = ProbeTimes.micros(each, "pts_time");
                if (each.path("type").asText().equals("frame") && key.isPresent() && shown.isPresent()) {
                    return Math.max(0, shown.getAsLong() - key.getAsLong());
                }
                key = key.isEmpty() && each.path("flags").asText().contains("K") ? shown : key;
            }
        }
        return 0;
    }
}
