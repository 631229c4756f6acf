package dev.dashline.encoder.plan;

import dev.dashline.encoder.plan.SourceInfo.Audio;
import dev.dashline.encoder.plan.SourceInfo.Video;
import dev.dashline.events.encoder.AudioTrack;
import dev.dashline.events.encoder.EncodingPlan;
import java.util.ArrayList;
import java.util.List;

/** Decides how a source is encoded, so that any worker can encode any part of it and the parts join. */
public final class EncodingPlanner {

    /** Which bytes the plan is for: every read of the source is pinned to them. */
    public record Pin(String uri, long generation, long bytes) {}

    private EncodingPlanner() {}

    /**
     * Plans a source.
     *
     * @param slots how many chunks of it can be encoded at a time
     */
    public static EncodingPlan plan(Pin pin, SourceInfo source, EncodingProfile profile, int slots) {
        Video video = source.video();
        long frames = Math.max(1, video.rate().framesIn(video.span().length()));
        ChunkPlan chunks = ChunkPlan.of(frames, video.rate(), profile, slots);
        return EncodingPlan.newBuilder()
                .setSource(pin.uri())
                .setSourceGeneration(pin.generation())
                .setSourceBytes(pin.bytes())
                .setVideoStream(video.stream())
                .setStartMicros(video.span().start())
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
                .setRungs(Ladder.of(profile, video.shape(), video.rate()))
                .setAudioTracks(audio(source, profile))
                .build();
    }

    private static List<AudioTrack> audio(SourceInfo source, EncodingProfile profile) {
        List<AudioTrack> tracks = new ArrayList<>();
        profile.audio().ifPresent(target -> {
            for (Audio track : source.audio()) {
                long duration = track.span().end() - source.video().span().start();
                // Sound that has ended before the first picture has no place in the output.
                if (duration > 0) {
                    tracks.add(track(tracks.size(), track, target, duration));
                }
            }
        });
        return tracks;
    }

    private static AudioTrack track(int index, Audio track, EncodingProfile.Audio target, long duration) {
        return AudioTrack.newBuilder()
                .setId("a" + index)
                .setStream(track.stream())
                .setLanguage(track.language().orElse(null))
                .setBitrate(target.bitrate())
                .setSampleRate(target.sampleRate())
                .setChannels(Math.min(track.channels(), target.channels()))
                .setDurationMicros(duration)
                .build();
    }
}
