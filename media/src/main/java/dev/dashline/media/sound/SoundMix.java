package dev.dashline.media.sound;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stream is mixed to whose channels libswresample cannot mix: ambisonic, unlabelled, or with labels that it does
 * not know.
 *
 * @param channels of the mix, 1 or 2
 * @param pan the options of FFmpeg's filter {@code pan}
 */
public record SoundMix(int channels, String pan) {

    /** FFmpeg takes this many channels without labels for a layout that is common. */
    private static final int GUESSED = 8;

    private static final Pattern AMBISONIC = Pattern.compile("ambisonic (\\d+)(\\+stereo)?");
    /** Channels in an order, or with labels, of their own. */
    private static final Pattern CUSTOM = Pattern.compile("\\d+ channels \\((.+)\\)");

    private static final Set<String> LEFT =
            Set.of("FL", "BL", "SL", "FLC", "TFL", "TBL", "TSL", "BFL", "WL", "DL", "SDL", "BIL");
    private static final Set<String> RIGHT =
            Set.of("FR", "BR", "SR", "FRC", "TFR", "TBR", "TSR", "BFR", "WR", "DR", "SDR", "BIR");
    private static final Set<String> MIDDLE = Set.of("FC", "BC", "TC", "TFC", "TBC", "BFC", "LFE", "LFE2");

    /**
     * The mix of a stream.
     *
     * @param stream of ffprobe's answer
     * @return empty if libswresample can mix it
     */
    public static Optional<SoundMix> of(JsonNode stream) {
        int channels = stream.path("channels").asInt();
        String layout = stream.path("channel_layout").asText();
        Matcher ambisonic = AMBISONIC.matcher(layout);
        if (ambisonic.matches()) {
            return Optional.of(ambisonic(channels, ambisonic.group(2) != null));
        }
        if (layout.equals("binaural")) {
            return Optional.of(byLabels(List.of("BIL", "BIR")));
        }
        Matcher custom = CUSTOM.matcher(layout);
        if (custom.matches()) {
            List<String> labels = List.of(custom.group(1).split("\\+", -1));
            return isKnown(labels) ? Optional.empty() : Optional.of(byLabels(labels));
        }
        boolean labelled = !layout.isEmpty() && !layout.equals("unknown") && !layout.endsWith("channels");
        return labelled || channels <= GUESSED ? Optional.empty() : Optional.of(together(channels));
    }

    /** libswresample wants pairs to be complete. */
    private static boolean isKnown(List<String> labels) {
        return labels.size() > 1
                && labels.stream().distinct().count() == labels.size()
                && labels.stream()
                        .allMatch(label -> LEFT.contains(label) || RIGHT.contains(label) || MIDDLE.contains(label))
                && labels.containsAll(List.of("FL", "FR"));
    }

    /**
     * Two microphones in the middle of the sphere, to the left and to the right, which hear the whole of it: the first
     * channel is what comes from everywhere, the second is left minus right (ACN). Two more channels, at the end, may
     * be sound that does not turn with the head.
     */
    private static SoundMix ambisonic(int channels, boolean still) {
        String left = still ? "+c" + (channels - 2) : "";
        String right = still ? "+c" + (channels - 1) : "";
        return channels > 1
                ? new SoundMix(2, "stereo|c0=0.6*c0+0.4*c1" + left + "|c1=0.6*c0-0.4*c1" + right)
                : new SoundMix(1, "mono|c0=c0");
    }

    /** Channels of the left to the left, of the right to the right, others to both. */
    private static SoundMix byLabels(List<String> labels) {
        List<Integer> left = new ArrayList<>();
        List<Integer> right = new ArrayList<>();
        for (int channel = 0; channel < labels.size(); channel++) {
            if (!RIGHT.contains(labels.get(channel))) {
                left.add(channel);
            }
            if (!LEFT.contains(labels.get(channel))) {
                right.add(channel);
            }
        }
        boolean sides = left.size() < labels.size() && right.size() < labels.size();
        return sides ? new SoundMix(2, "stereo|c0=" + sum(left) + "|c1=" + sum(right)) : together(labels.size());
    }

    /** Of unlabelled channels nobody knows which is where. */
    private static SoundMix together(int channels) {
        List<Integer> all = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            all.add(channel);
        }
        return new SoundMix(1, "mono|c0=" + sum(all));
    }

    /** As loud as one of them, if they differ. */
    private static String sum(List<Integer> channels) {
        String weight = String.format(Locale.ROOT, "%.4f", 1 / Math.sqrt(channels.size()));
        return String.join(
                "+", channels.stream().map(channel -> weight + "*c" + channel).toList());
    }
}
