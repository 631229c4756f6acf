package dev.dashline.media.plan;

import dev.dashline.media.plan.AudioTrackPlan.Encoding;
import dev.dashline.media.plan.SourceInfo.Audio;
import dev.dashline.media.plan.SourceInfo.Text;
import dev.dashline.media.plan.SourceInfo.Video;
import dev.dashline.media.profile.EncodingProfile;
import dev.dashline.media.profile.VideoCodec;
import dev.dashline.media.report.RateOrigin;
import dev.dashline.media.tag.TrackRole;
import dev.dashline.media.tag.TrackTags;
import dev.dashline.media.text.CaptionChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Decides how a source is encoded, so that any worker can encode any part of it and the parts join. Pure. */
public final class EncodingPlanner {

    private static final int SURROUND = 6;
    /** Lines: nothing larger is broadcast interlaced, and twice as many large frames would be too much. */
    private static final int LARGEST_OF_FIELDS = 1_088;

    /** Microseconds: many sources end with a little more sound than pictures, and players play to the end of that. */
    private static final long LAST_SOUND = 2_000_000;

    /** Captions are for people who hear badly, and do not tell their language. */
    private static final TrackTags CAPTIONS =
            new TrackTags(Optional.empty(), Optional.of(CaptionChannel.CC1.name()), Set.of(TrackRole.HEARING_IMPAIRED));

    private final Duration soundChunk;

    /**
     * A planner.
     *
     * @param soundChunk length of a chunk of sound, about
     */
    public EncodingPlanner(Duration soundChunk) {
        this.soundChunk = soundChunk;
    }

    /**
     * Plans a source.
     *
     * @param source with video exactly if the profile encodes some
     * @param files text tracks in files of their own
     */
    public MediaPlan plan(
            SourcePin pin, SourceInfo source, EncodingProfile profile, Capacity capacity, List<SubtitleFile> files) {
        long start = start(source);
        Optional<VideoPlan> video = source.video().map(track -> video(track, soundEnd(source), profile, capacity));
        long soundSegment = video.map(plan -> plan.grid().segmentMicros()).orElseGet(() -> wholeMillis(profile));
        List<AudioTrackPlan> audio = audio(source, profile, start, soundSegment);
        return new MediaPlan(pin, start, video, soundSegment, audio, text(source, files), profile.conceals());
    }

    private static long wholeMillis(EncodingProfile profile) {
        return Math.round(profile.grid().segment().toNanos() / 1_000_000.0) * 1_000;
    }

    /** The first picture is time 0; without video, the first sound. */
    private static long start(SourceInfo source) {
        return source.video()
                .map(video -> video.span().start())
                .orElseGet(() -> source.audio().stream()
                        .mapToLong(track -> track.span().start())
                        .min()
                        .orElse(0));
    }

    private static long soundEnd(SourceInfo source) {
        return source.audio().stream()
                .mapToLong(track -> track.span().end())
                .max()
                .orElse(Long.MIN_VALUE);
    }

    private static VideoPlan video(Video video, long soundEnd, EncodingProfile profile, Capacity capacity) {
        Deinterlacing deinterlacing = deinterlacing(video, profile);
        FrameRate rate = deinterlacing == Deinterlacing.FIELDS ? video.rate().doubled() : video.rate();
        long start = video.span().start();
        long shown = Math.max(1, rate.framesIn(video.span().length()));
        // The last picture has a frame however short it is, unless every other picture is left out.
        boolean each = video.rateOrigin() != RateOrigin.HALVED;
        boolean lastIsShort = each && rate.framesIn(video.lastPicture() - start) >= shown;
        long pictures = lastIsShort ? shown + 1 : shown;
        boolean holds = soundEnd > video.span().end() + LAST_SOUND;
        long held = holds ? Math.max(0, rate.framesIn(soundEnd - start) - pictures) : 0;
        ChunkGrid grid = video.extras().counted().isPresent()
                ? ChunkPlanner.whole(pictures + held, rate, profile.grid())
                : ChunkPlanner.cut(pictures + held, rate, profile.grid(), capacity);
        List<Rung> rungs = Ladder.of(profile, video.shape(), rate);
        return new VideoPlan(
                video.stream(),
                video.extras().settlingMicros(),
                // The encoder of AV1 does not take them.
                video.extras().captions() && rungs.get(0).encoder().codec() != VideoCodec.AV1,
                new VideoPlan.Picture(
                        video.shape(),
                        video.extras().reshapes(),
                        deinterlacing,
                        video.colours(),
                        video.extras().counted()),
                grid,
                video.extras()
                        .keyframes()
                        .seeks(start, needed(grid, start - video.extras().settlingMicros())),
                held,
                lastIsShort,
                rungs,
                profile.quality(),
                profile.thumbnails().map(interval -> Thumbnails.of(interval, rungs.get(rungs.size() - 1), grid)));
    }

    /** When the first picture is shown that each chunk needs. */
    private static List<Long> needed(ChunkGrid grid, long start) {
        return IntStream.range(0, grid.chunks())
                .mapToObj(chunk -> start + grid.startMicros(chunk))
                .toList();
    }

    private static Deinterlacing deinterlacing(Video video, EncodingProfile profile) {
        if (!video.interlaced()) {
            return Deinterlacing.NONE;
        }
        boolean eachField = profile.framesOfFields() && video.shape().shorterSide() <= LARGEST_OF_FIELDS;
        return eachField ? Deinterlacing.FIELDS : Deinterlacing.FRAMES;
    }

    private List<AudioTrackPlan> audio(SourceInfo source, EncodingProfile profile, long start, long segmentMicros) {
        List<AudioTrackPlan> tracks = new ArrayList<>();
        profile.audio().ifPresent(target -> {
            for (Audio track : source.audio()) {
                long duration = track.span().end() - start;
                // Sound that has ended before the first picture has no place in the output.
                if (duration > 0) {
                    for (Encoding encoding : encodings(track, target)) {
                        tracks.add(new AudioTrackPlan(
                                "a" + tracks.size(),
                                track.source(),
                                track.tags(),
                                encoding,
                                duration,
                                SoundPlanner.cut(track.frames(), encoding, duration, segmentMicros, soundChunk)));
                    }
                }
            }
        });
        return tracks;
    }

    private static List<Encoding> encodings(Audio track, EncodingProfile.Audio target) {
        int channels = Math.min(track.channels(), target.channels());
        List<Encoding> encodings = new ArrayList<>();
        encodings.add(new Encoding(target.bitrate(), target.sampleRate(), channels));
        if (track.channels() >= SURROUND && target.surround().isPresent()) {
            encodings.add(new Encoding(target.surround().getAsLong(), target.sampleRate(), SURROUND));
        }
        return encodings;
    }

    private static List<TextTrackPlan> text(SourceInfo source, List<SubtitleFile> files) {
        List<TextTrackPlan> tracks = new ArrayList<>();
        for (Text stream : source.text()) {
            tracks.add(
                    new TextTrackPlan("t" + tracks.size(), new TextTrackPlan.Embedded(stream.stream()), stream.tags()));
        }
        source.video()
                .filter(video -> video.extras().captions() && TextTrackPlan.mayHaveCaptions(video.codec()))
                .filter(video -> video.extras().counted().isEmpty()) // Cues need the times of their pictures.
                .map(video -> new TextTrackPlan.Captions(video.stream(), video.codec()))
                .ifPresent(captions -> tracks.add(new TextTrackPlan("t" + tracks.size(), captions, CAPTIONS)));
        for (SubtitleFile file : files) {
            String language = Locale.forLanguageTag(file.language()).toLanguageTag();
            tracks.add(new TextTrackPlan(
                    "t" + tracks.size(),
                    new TextTrackPlan.File(file.uri()),
                    new TrackTags(Optional.of(language), file.label(), Set.of())));
        }
        return tracks;
    }
}
