package dev.dashline.media.plan;

import dev.dashline.events.SubtitleSource;
import dev.dashline.events.encoder.AudioTrack;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.TextTrack;
import dev.dashline.events.encoder.VideoRung;
import dev.dashline.media.plan.SourceInfo.Audio;
import dev.dashline.media.plan.SourceInfo.Text;
import dev.dashline.media.plan.SourceInfo.Video;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Decides how a source is encoded, so that any worker can encode any part of it and the parts join. */
public final class EncodingPlanner {

    /** Which bytes the plan is for: every read of the source is pinned to them. */
    public record Pin(String uri, long generation, long bytes) {}

    /** What stands in for the frame rate where there are no frames, so that segments have a length. */
    private static final FrameRate SOUND_ONLY = new FrameRate(1_000, 1);

    private static final int SURROUND = 6;

    private EncodingPlanner() {}

    /**
     * Plans a source.
     *
     * @param source with video exactly if the profile encodes some
     * @param files text tracks in files of their own
     */
    public static EncodingPlan plan(
            Pin pin, SourceInfo source, EncodingProfile profile, Capacity capacity, List<SubtitleSource> files) {
        EncodingPlan.Builder plan = EncodingPlan.newBuilder()
                .setSource(pin.uri())
                .setSourceGeneration(pin.generation())
                .setSourceBytes(pin.bytes());
        source.video().ifPresentOrElse(video -> pictures(plan, video, profile, capacity), () -> none(plan, profile));
        long start = source.video()
                .map(video -> video.span().start())
                .orElseGet(() -> source.audio().stream()
                        .mapToLong(track -> track.span().start())
                        .min()
                        .orElse(0));
        return plan.setStartMicros(start)
                .setAudioTracks(audio(source, profile, start))
                .setTextTracks(text(source, files))
                .build();
    }

    private static void pictures(EncodingPlan.Builder plan, Video video, EncodingProfile profile, Capacity capacity) {
        long frames = Math.max(1, video.rate().framesIn(video.span().length()));
        ChunkPlan chunks = ChunkPlan.of(frames, video.rate(), profile, capacity);
        List<VideoRung> rungs = Ladder.of(profile, video.shape(), video.rate());
        plan.setVideoStream(video.stream())
                .setFrameRateNum(video.rate().num())
                .setFrameRateDen(video.rate().den())
                .setFrames(frames)
                .setChunkFrames(chunks.chunkFrames())
                .setSegmentFrames(chunks.segmentFrames())
                .setGopFrames(chunks.gopFrames())
                .setChunks(chunks.chunks())
                .setWidth(video.shape().width())
                .setHeight(video.shape().height())
                .setDeinterlace(video.interlaced())
                .setToneMap(video.highDynamicRange())
                .setRungs(rungs)
                .setQuality(profile.quality().map(QualityMetric::text).orElse(null))
                .setThumbnails(profile.thumbnails()
                        .map(interval ->
                                Thumbnails.of(interval, rungs.get(rungs.size() - 1), chunks, frames, video.rate()))
                        .orElse(null));
    }

    private static void none(EncodingPlan.Builder plan, EncodingProfile profile) {
        int segment =
                Math.toIntExact(SOUND_ONLY.framesIn(profile.grid().segment().toNanos() / 1_000));
        plan.setVideoStream(-1)
                .setFrameRateNum(SOUND_ONLY.num())
                .setFrameRateDen(SOUND_ONLY.den())
                .setFrames(0)
                .setChunkFrames(segment)
                .setSegmentFrames(segment)
                .setGopFrames(segment)
                .setChunks(0)
                .setWidth(0)
                .setHeight(0)
                .setRungs(List.of());
    }

    private static List<AudioTrack> audio(SourceInfo source, EncodingProfile profile, long start) {
        List<AudioTrack> tracks = new ArrayList<>();
        profile.audio().ifPresent(target -> {
            for (Audio track : source.audio()) {
                long duration = track.span().end() - start;
                // Sound that has ended before the first picture has no place in the output.
                if (duration > 0) {
                    int channels = Math.min(track.channels(), target.channels());
                    tracks.add(track(tracks.size(), track, target, duration, target.bitrate(), channels));
                    if (track.channels() >= SURROUND && target.surround().isPresent()) {
                        long bitrate = target.surround().getAsLong();
                        tracks.add(track(tracks.size(), track, target, duration, bitrate, SURROUND));
                    }
                }
            }
        });
        return tracks;
    }

    private static List<TextTrack> text(SourceInfo source, List<SubtitleSource> files) {
        List<TextTrack> tracks = new ArrayList<>();
        for (Text stream : source.text()) {
            tracks.add(TextTrack.newBuilder()
                    .setId("t" + tracks.size())
                    .setStream(stream.stream())
                    .setLanguage(stream.language().orElse(null))
                    .setLabel(stream.title().orElse(null))
                    .build());
        }
        for (SubtitleSource file : files) {
            tracks.add(TextTrack.newBuilder()
                    .setId("t" + tracks.size())
                    .setFile(file.getSource())
                    .setLanguage(Locale.forLanguageTag(file.getLanguage()).toLanguageTag())
                    .setLabel(file.getLabel().orElse(null))
                    .build());
        }
        return tracks;
    }

    private static AudioTrack track(
            int index, Audio track, EncodingProfile.Audio target, long duration, long bitrate, int channels) {
        return AudioTrack.newBuilder()
                .setId("a" + index)
                .setStream(track.stream())
                .setLanguage(track.language().orElse(null))
                .setBitrate(bitrate)
                .setSampleRate(target.sampleRate())
                .setChannels(channels)
                .setDurationMicros(duration)
                .build();
    }
}
