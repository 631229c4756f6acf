package dev.dashline.encoder.task;

import dev.dashline.events.encoder.AudioTrack;
import dev.dashline.events.encoder.TextTrack;
import dev.dashline.media.plan.AudioTrackPlan;
import dev.dashline.media.plan.SoundCut;
import dev.dashline.media.plan.SourceFrames;
import dev.dashline.media.plan.TextTrackPlan;
import dev.dashline.media.tag.TrackRole;
import dev.dashline.media.tag.TrackTags;
import java.net.URI;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Maps the plans of sound and text to the events that carry them, and back. Pure. */
final class TrackMapping {

    private TrackMapping() {}

    static AudioTrack toEvent(AudioTrackPlan track) {
        return AudioTrack.newBuilder()
                .setId(track.id())
                .setStream(track.source().stream())
                .setRightStream(
                        track.source().right().isPresent()
                                ? track.source().right().getAsInt()
                                : null)
                .setMix(track.source().mix().orElse(null))
                .setLanguage(track.tags().language().orElse(null))
                .setLabel(track.tags().label().orElse(null))
                .setRoles(names(track.tags()))
                .setBitrate(track.encoding().bitrate())
                .setSampleRate(track.encoding().sampleRate())
                .setChannels(track.encoding().channels())
                .setDurationMicros(track.durationMicros())
                .setGain(track.gain())
                .setCut(track.cut().map(TrackMapping::toEvent).orElse(null))
                .build();
    }

    private static dev.dashline.events.encoder.SoundCut toEvent(SoundCut cut) {
        SourceFrames source = cut.source();
        return new dev.dashline.events.encoder.SoundCut(
                cut.chunkPackets(), cut.chunks(), source.rate(), source.samples(), source.phase(), source.tolerance());
    }

    static TextTrack toEvent(TextTrackPlan track) {
        TextTrack.Builder event = TextTrack.newBuilder()
                .setId(track.id())
                .setLanguage(track.tags().language().orElse(null))
                .setLabel(track.tags().label().orElse(null))
                .setRoles(names(track.tags()));
        track.stream().ifPresent(event::setStream);
        if (track.origin() instanceof TextTrackPlan.Captions captions) {
            event.setCaptions(captions.codec());
        } else if (track.origin() instanceof TextTrackPlan.File file) {
            event.setFile(file.uri().toString());
        }
        return event.build();
    }

    static AudioTrackPlan audio(AudioTrack event) {
        return new AudioTrackPlan(
                event.getId(),
                new AudioTrackPlan.Source(
                        event.getStream(),
                        event.getRightStream().map(OptionalInt::of).orElseGet(OptionalInt::empty),
                        event.getMix()),
                new TrackTags(event.getLanguage(), event.getLabel(), roles(event.getRoles())),
                new AudioTrackPlan.Encoding(event.getBitrate(), event.getSampleRate(), event.getChannels()),
                event.getDurationMicros(),
                event.getCut().map(TrackMapping::cut),
                event.getGain());
    }

    private static SoundCut cut(dev.dashline.events.encoder.SoundCut event) {
        return new SoundCut(
                event.getChunkPackets(),
                event.getChunks(),
                new SourceFrames(
                        event.getSourceRate(),
                        event.getFrameSamples(),
                        event.getFramePhase(),
                        event.getFrameTolerance()));
    }

    static TextTrackPlan text(TextTrack event) {
        TextTrackPlan.Origin origin = event.getStream()
                .<TextTrackPlan.Origin>map(stream -> event.getCaptions().isPresent()
                        ? new TextTrackPlan.Captions(stream, event.getCaptions().get())
                        : new TextTrackPlan.Embedded(stream))
                .or(() -> event.getFile().map(file -> new TextTrackPlan.File(URI.create(file))))
                .orElseThrow(() -> new IllegalArgumentException("text track " + event.getId() + " is nowhere"));
        return new TextTrackPlan(
                event.getId(), origin, new TrackTags(event.getLanguage(), event.getLabel(), roles(event.getRoles())));
    }

    private static List<String> names(TrackTags tags) {
        return tags.roles().stream().map(TrackRole::name).sorted().toList();
    }

    private static Set<TrackRole> roles(List<String> names) {
        return names.stream().map(TrackRole::valueOf).collect(Collectors.toSet());
    }
}
