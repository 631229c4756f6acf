package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.seek.Keyframes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the packets of a source tell about its time, read from ffprobe's list of all packets or of some: those at its
 * beginning, those at its end, and a few in between. Headers may be wrong, packets are what is decoded.
 */
final class PacketScan {

    /** The times of one track, microseconds. */
    static final class Track {
        /** A container may round times by less. */
        private static final long GAP = 100_000;

        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private long lastDuration;
        private long stated = Long.MIN_VALUE;
        private long missing;
        private OptionalLong position = OptionalLong.empty();

        private void add(long time, long duration, JsonNode place) {
            if (isEmpty() && place.asText().matches("\\d{1,18}")) {
                position = OptionalLong.of(Long.parseLong(place.asText()));
            }
            // One that tells no duration ends nobody knows when.
            if (!isEmpty() && lastDuration > 0 && time > stated + GAP) {
                missing += time - stated;
            }
            first = Math.min(first, time);
            if (time >= last) {
                last = time;
                lastDuration = duration;
            }
            stated = Math.max(stated, time + duration);
        }

        boolean isEmpty() {
            return last == Long.MIN_VALUE;
        }

        /** When the first packet is shown or heard. */
        long first() {
            return first;
        }

        /** Where the first packet is in the file, bytes; empty if that is unknown. */
        OptionalLong position() {
            return position;
        }

        /** How much is missing between packets, where there are gaps. Only if all packets are listed. */
        long missing() {
            return missing;
        }

        /** When the last packet begins. */
        long last() {
            return last;
        }

        /** How long the last packet lasts; 0 if it does not tell. */
        long lastDuration() {
            return lastDuration;
        }

        /**
         * The latest end that any packet tells. It may be after that of the last one: some programs write durations
         * that reach over the next packets.
         */
        long stated() {
            return stated;
        }
    }

    private final int video;
    private final ScanPlan plan;
    private final Map<Integer, Track> tracks = new HashMap<>();
    private final SortedSet<Integer> sound = new TreeSet<>();
    private final PictureTimes pictures = new PictureTimes();
    private final ClockJumps clock;
    private final IntraRefresh refresh = new IntraRefresh();
    private final Optional<PictureCount> count;
    private final KeyframeList keyframes = new KeyframeList();
    private boolean encrypted;

    /**
     * An empty scan.
     *
     * @param video index of the video stream; -1 without video
     * @param plan which packets will be listed
     */
    PacketScan(int video, ScanPlan plan) {
        this.video = video;
        this.plan = plan;
        this.clock = new ClockJumps(plan.longestPause());
        this.count = plan.counted().map(PictureCount::new);
    }

    /** Takes the next packet, as ffprobe lists it. */
    void add(JsonNode listed) {
        int stream = listed.path("stream_index").asInt(-1);
        boolean picture = stream == video;
        JsonNode packet = picture ? count.map(each -> each.counted(listed)).orElse(listed) : listed;
        OptionalLong shown = ProbeTimes.micros(packet, "pts_time");
        OptionalLong decoded = ProbeTimes.micros(packet, "dts_time");
        String flags = packet.path("flags").asText();
        // D: the edit list does not show it.
        if (shown.isPresent() && !flags.contains("D")) {
            long duration = ProbeTimes.micros(packet, "duration_time").orElse(0);
            tracks.computeIfAbsent(stream, index -> new Track()).add(shown.getAsLong(), duration, packet.path("pos"));
            if (packet.path("codec_type").asText().equals("audio")) {
                sound.add(stream);
            }
            if (picture) {
                pictures.add(shown.getAsLong());
                refresh.see(flags.contains("K"), packet.path("size").asLong(), shown);
            }
        } else if (picture && shown.isEmpty()) {
            pictures.addUnknown();
        }
        if (plan.whole()) {
            clock.see(stream, decoded, shown, packet.path("pos"));
        }
        if (picture) {
            keyframes.add(packet);
        }
        for (JsonNode sideData : packet.path("side_data_list")) {
            encrypted |= picture && sideData.path("side_data_type").asText().equals("Encryption info");
        }
    }

    /** Whether it had to be found out when pictures are shown. */
    boolean isReordered() {
        return plan.reorders() || count.isPresent();
    }

    /** Whether pictures were counted, though the container tells that some are missing. */
    boolean isUneven() {
        return count.filter(PictureCount::isUneven).isPresent();
    }

    /** Whether all packets are listed. */
    boolean isWhole() {
        return plan.whole();
    }

    /** The times of a track; an empty track if no packet of it is listed. */
    Track track(int stream) {
        return tracks.getOrDefault(stream, new Track());
    }

    /**
     * When sound begins that is in none of the first streams.
     *
     * @param streams how many there are
     */
    OptionalLong soundAfter(int streams) {
        return sound.tailSet(streams).stream()
                .mapToLong(stream -> track(stream).first())
                .min();
    }

    /** When the pictures are shown. */
    PictureTimes pictures() {
        return pictures;
    }

    /** What the sizes of the pictures tell of their keyframes. */
    IntraRefresh refresh() {
        return refresh;
    }

    /** The keyframes of the video, if all packets are listed. */
    Keyframes keyframes() {
        return plan.whole() ? new Keyframes(keyframes.list()) : Keyframes.UNKNOWN;
    }

    /** The latest end that a packet of any track tells, microseconds; the smallest number without packets. */
    long stated() {
        return tracks.values().stream().mapToLong(Track::stated).max().orElse(Long.MIN_VALUE);
    }

    /** The first place where the times of the tracks jump; empty if there is none, or not all packets are listed. */
    Optional<ClockJumps.Jump> jump() {
        return clock.jump();
    }

    /** Whether the video has Common Encryption: it keeps the codec's own tag and shows only in the packets. */
    boolean encrypted() {
        return encrypted;
    }
}
