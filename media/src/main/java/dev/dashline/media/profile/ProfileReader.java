package dev.dashline.media.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dashline.media.profile.EncodingProfile.Audio;
import dev.dashline.media.profile.EncodingProfile.Encoder;
import dev.dashline.media.profile.EncodingProfile.Grid;
import dev.dashline.media.profile.EncodingProfile.RateControl;
import dev.dashline.media.profile.EncodingProfile.Target;
import dev.dashline.media.sound.LoudnessTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Reads one profile and reports all its mistakes together. Use once. */
final class ProfileReader {

    private static final Duration THUMBNAILS = Duration.ofSeconds(4);
    private static final String NONE = "none";
    private static final String REFUSE = "refuse";
    private static final String CONCEAL = "conceal";
    private static final String FIELDS = "fields";
    private static final String FRAMES = "frames";
    /** That of EBU R 128, dBTP. */
    private static final double TRUE_PEAK = -1;

    /** Sample rates of AAC that players support and MP4 can express. */
    private static final List<Integer> SAMPLE_RATES =
            List.of(8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000);

    private final ProfileFields fields;

    private ProfileReader(String file) {
        this.fields = new ProfileFields(file);
    }

    /**
     * Reads a profile.
     *
     * @param name the name that requests use
     * @param yaml content of its file
     * @throws ProfileException with all mistakes
     */
    static EncodingProfile read(String name, String yaml) {
        String file = name + ".yaml";
        ProfileReader reader = new ProfileReader(file);
        List<String> problems = reader.fields.problems();
        try {
            EncodingProfile profile = reader.profile(name, Fingerprints.of(yaml), new YAMLMapper().readTree(yaml));
            if (problems.isEmpty()) {
                return profile;
            }
        } catch (JsonProcessingException e) {
            problems.add(file + ": is not YAML: " + e.getOriginalMessage());
        }
        throw new ProfileException(problems);
    }

    private EncodingProfile profile(String name, String fingerprint, JsonNode root) {
        fields.known(root, "", Set.of("gop", "segment", "video", "audio", "thumbnails", "quality", "damage"));
        if (!root.has("video") && !root.has("audio")) {
            fields.problem("video", "must be set, or audio, or both", MissingNode.getInstance());
        }
        Duration gop = fields.duration(root, "gop", Duration.ofMillis(200), Duration.ofSeconds(10));
        Duration segment = fields.duration(root, "segment", gop, Duration.ofSeconds(20));
        List<Target> rungs = root.has("video") ? rungs(root.path("video")) : List.of();
        return new EncodingProfile(
                name,
                fingerprint,
                new Grid(gop, segment),
                rungs,
                framesOfFields(root.path("video")),
                audio(root.path("audio")),
                thumbnails(root, segment),
                quality(root),
                root.has("damage")
                        && fields.name(root, "", "damage", List.of(REFUSE, CONCEAL))
                                .equals(CONCEAL));
    }

    private Optional<QualityMetric> quality(JsonNode root) {
        if (!root.has("quality")) {
            return Optional.empty();
        }
        if (!root.has("video")) {
            fields.problem("quality", "must be left out where video is", root.path("quality"));
        }
        List<String> names = Stream.concat(Stream.of(QualityMetric.values()).map(QualityMetric::text), Stream.of(NONE))
                .toList();
        return QualityMetric.parse(fields.name(root, "", "quality", names));
    }

    private Optional<Duration> thumbnails(JsonNode root, Duration segment) {
        if (!root.has("thumbnails")) {
            return root.has("video") ? Optional.of(THUMBNAILS) : Optional.empty();
        }
        if (root.path("thumbnails").asText().equals(NONE)) {
            return Optional.empty();
        }
        if (!root.has("video")) {
            fields.problem("thumbnails", "must be left out where video is", root.path("thumbnails"));
        }
        return Optional.of(fields.duration(root, "thumbnails", segment, Duration.ofMinutes(5)));
    }

    private boolean framesOfFields(JsonNode video) {
        return !video.has("interlaced")
                || fields.name(video, "video.", "interlaced", List.of(FIELDS, FRAMES))
                        .equals(FIELDS);
    }

    private List<Target> rungs(JsonNode video) {
        fields.known(video, "video.", Set.of("codec", "preset", "profile", "interlaced", "rungs"));
        List<String> codecs =
                Stream.of(VideoCodec.values()).map(VideoCodec::text).toList();
        VideoCodec codec = video.has("codec")
                ? VideoCodec.parse(fields.name(video, "video.", "codec", codecs))
                        .orElse(VideoCodec.H264)
                : VideoCodec.H264;
        JsonNode list = video.path("rungs");
        List<Target> rungs = new ArrayList<>();
        for (int each = 0; each < list.size(); each++) {
            Target rung = rung(video, codec, list.get(each), "video.rungs[" + each + "].");
            if (rungs.stream().anyMatch(other -> other.size() == rung.size())) {
                fields.problem(
                        "video.rungs[" + each + "].size",
                        "must differ from the sizes of the rungs before it",
                        list.get(each).path("size"));
            }
            rungs.add(rung);
        }
        if (rungs.isEmpty()) {
            fields.problem("video.rungs", "must list one rung or more", list);
        }
        rungs.sort(Comparator.comparingInt(Target::size).reversed());
        return rungs;
    }

    private Target rung(JsonNode video, VideoCodec codec, JsonNode rung, String at) {
        fields.known(rung, at, Set.of("size", "crf", "bitrate", "maxrate", "bufsize", "preset", "profile"));
        Encoder encoder = new Encoder(
                codec,
                fields.name(rung.has("preset") ? rung : video, at, "preset", codec.presets()),
                fields.name(rung.has("profile") ? rung : video, at, "profile", codec.profiles()));
        int size = fields.number(rung, at, "size", 64, 4_320);
        if (size % 2 != 0) {
            // Rounded, it could equal the size of another rung.
            fields.problem(at + "size", "must be even, as the sides of pictures are", rung.path("size"));
        }
        return new Target(size, rateControl(codec, rung, at), encoder);
    }

    private RateControl rateControl(VideoCodec codec, JsonNode rung, String at) {
        boolean target = rung.has("bitrate");
        if (target && rung.has("crf")) {
            fields.problem(at + "bitrate", "must be left out where crf is set", rung.path("bitrate"));
        } else if (target && codec == VideoCodec.AV1) {
            fields.problem(
                    at + "bitrate", "must be left out: AV1 is capped at constant quality only", rung.path("bitrate"));
        }
        int problems = fields.problems().size();
        RateControl control = new RateControl(
                target ? OptionalInt.empty() : OptionalInt.of(fields.number(rung, at, "crf", 0, codec.worstCrf())),
                target ? OptionalLong.of(fields.rate(rung, at, "bitrate")) : OptionalLong.empty(),
                fields.rate(rung, at, "maxrate"),
                fields.rate(rung, at, "bufsize"));
        if (fields.problems().size() == problems && control.bitrate().orElse(0) > control.maxrate()) {
            fields.problem(at + "bitrate", "must not be above maxrate", rung.path("bitrate"));
        }
        return control;
    }

    private Optional<Audio> audio(JsonNode audio) {
        if (audio.isMissingNode()) {
            return Optional.empty();
        }
        fields.known(audio, "audio.", Set.of("bitrate", "sampleRate", "channels", "surround", "loudness"));
        return Optional.of(new Audio(
                fields.rate(audio, "audio.", "bitrate"),
                fields.number(audio, "audio.", "sampleRate", SAMPLE_RATES),
                fields.number(audio, "audio.", "channels", 1, 2),
                audio.has("surround")
                        ? OptionalLong.of(fields.rate(audio, "audio.", "surround"))
                        : OptionalLong.empty(),
                loudness(audio)));
    }

    private Optional<LoudnessTarget> loudness(JsonNode audio) {
        if (!audio.has("loudness") || audio.path("loudness").asText().equals(NONE)) {
            return Optional.empty();
        }
        JsonNode loudness = audio.path("loudness");
        if (!loudness.isObject()) {
            fields.problem(
                    "audio.loudness", "must have a target, such as {target: -23, truePeak: -1}, or be none", loudness);
            return Optional.empty();
        }
        String at = "audio.loudness.";
        fields.known(loudness, at, Set.of("target", "truePeak"));
        return Optional.of(new LoudnessTarget(
                fields.decimal(loudness, at, "target", -50, -5),
                loudness.has("truePeak") ? fields.decimal(loudness, at, "truePeak", -20, 0) : TRUE_PEAK));
    }
}
