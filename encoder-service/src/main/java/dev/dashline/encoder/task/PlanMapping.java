package dev.dashline.encoder.task;

import dev.dashline.events.encoder.ChunkSeek;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.ThumbnailPlan;
import dev.dashline.events.encoder.VideoRung;
import dev.dashline.media.colour.SourceColours;
import dev.dashline.media.plan.ChunkGrid;
import dev.dashline.media.plan.Deinterlacing;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.Rung;
import dev.dashline.media.plan.Shape;
import dev.dashline.media.plan.SourcePin;
import dev.dashline.media.plan.VideoPlan;
import dev.dashline.media.profile.EncodingProfile.Encoder;
import dev.dashline.media.profile.EncodingProfile.RateControl;
import dev.dashline.media.profile.QualityMetric;
import dev.dashline.media.profile.VideoCodec;
import dev.dashline.media.seek.SeekPoint;
import dev.dashline.media.seek.SeekPoints;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Maps plans to the event that carries them, and back. Pure. */
public final class PlanMapping {

    /** Stands for "no video stream" in the event. */
    private static final int NO_STREAM = -1;

    /** Stands for the beginning of the source in the event. */
    private static final SeekPoint BEGINNING = new SeekPoint(Long.MIN_VALUE, Long.MIN_VALUE);

    /** The event counts the segments of sound in frames, too: of a millisecond each where there is no video. */
    private static final FrameRate MILLISECONDS = new FrameRate(1_000, 1);

    private PlanMapping() {}

    /** The event that carries a plan. */
    public static EncodingPlan toEvent(MediaPlan plan) {
        EncodingPlan.Builder event = EncodingPlan.newBuilder()
                .setSource(plan.source().uri().toString())
                .setSourceGeneration(plan.source().generation())
                .setSourceBytes(plan.source().bytes())
                .setWorkMillis(WorkModel.millis(plan))
                .setStartMicros(plan.startMicros())
                .setConceals(plan.conceals())
                .setAudioTracks(plan.audio().stream().map(TrackMapping::toEvent).toList())
                .setTextTracks(plan.text().stream().map(TrackMapping::toEvent).toList());
        plan.video().ifPresentOrElse(video -> setVideo(event, video), () -> setNoVideo(event, plan));
        return event.build();
    }

    private static void setVideo(EncodingPlan.Builder event, VideoPlan video) {
        ChunkGrid grid = video.grid();
        event.setVideoStream(video.stream())
                .setSettlingMicros(video.settlingMicros())
                .setCaptions(video.captions())
                .setFrameRateNum(grid.rate().num())
                .setFrameRateDen(grid.rate().den())
                .setFrames(grid.frames())
                .setCounted(video.picture().counted().map(FrameRate::toString).orElse(null))
                .setSeeks(video.seeks().chunks().stream()
                        .map(seek -> seek.orElse(BEGINNING))
                        .map(seek -> new ChunkSeek(seek.decoded(), seek.shown()))
                        .toList())
                .setHeldFrames(video.heldFrames())
                .setLastIsShort(video.lastIsShort())
                .setChunkFrames(grid.chunkFrames())
                .setSegmentFrames(grid.segmentFrames())
                .setGopFrames(grid.gopFrames())
                .setChunks(grid.chunks())
                .setWidth(video.picture().shape().width())
                .setHeight(video.picture().shape().height())
                .setReshapes(video.picture().reshapes())
                .setDeinterlace(video.picture().deinterlacing() != Deinterlacing.NONE)
                .setFramesOfFields(video.picture().deinterlacing() == Deinterlacing.FIELDS)
                .setColours(toEvent(video.picture().colours()))
                .setRungs(video.rungs().stream().map(PlanMapping::toEvent).toList())
                .setQuality(video.quality().map(QualityMetric::text).orElse(null))
                .setThumbnails(video.thumbnails()
                        .map(each -> new ThumbnailPlan(
                                each.shape().width(), each.shape().height(), each.everySegments()))
                        .orElse(null));
    }

    private static void setNoVideo(EncodingPlan.Builder event, MediaPlan plan) {
        int segment = Math.toIntExact(MILLISECONDS.framesIn(plan.soundSegmentMicros()));
        event.setVideoStream(NO_STREAM)
                .setFrameRateNum(MILLISECONDS.num())
                .setFrameRateDen(MILLISECONDS.den())
                .setFrames(0)
                .setChunkFrames(segment)
                .setSegmentFrames(segment)
                .setGopFrames(segment)
                .setChunks(0)
                .setWidth(0)
                .setHeight(0)
                .setRungs(List.of());
    }

    private static dev.dashline.events.encoder.SourceColours toEvent(SourceColours colours) {
        return new dev.dashline.events.encoder.SourceColours(
                colours.pixels().name().toLowerCase(Locale.ROOT),
                colours.primaries(),
                colours.transfer(),
                colours.matrix(),
                colours.fullRange(),
                colours.high());
    }

    private static SourceColours colours(dev.dashline.events.encoder.SourceColours event) {
        return new SourceColours(
                SourceColours.Pixels.valueOf(event.getPixels().toUpperCase(Locale.ROOT)),
                event.getPrimaries(),
                event.getTransfer(),
                event.getMatrix(),
                event.getFullRange(),
                event.getHigh());
    }

    private static VideoRung toEvent(Rung rung) {
        RateControl rate = rung.rate();
        return VideoRung.newBuilder()
                .setId(rung.id())
                .setWidth(rung.shape().width())
                .setHeight(rung.shape().height())
                .setCrf(rate.crf().orElse(0))
                .setMaxrate(rate.maxrate())
                .setBufsize(rate.bufsize())
                .setPreset(rung.encoder().preset())
                .setProfile(rung.encoder().profile())
                .setLevel(rung.level().orElse(""))
                .setCodec(rung.encoder().codec().text())
                .setBitrate(rate.bitrate().isPresent() ? rate.bitrate().getAsLong() : null)
                .build();
    }

    /**
     * The plan in an event.
     *
     * @throws IllegalArgumentException if {@link #toEvent} cannot have created the event
     */
    public static MediaPlan fromEvent(EncodingPlan event) {
        FrameRate rate = new FrameRate(event.getFrameRateNum(), event.getFrameRateDen());
        ChunkGrid grid = new ChunkGrid(
                rate,
                event.getFrames(),
                event.getGopFrames(),
                event.getSegmentFrames(),
                event.getChunkFrames(),
                event.getChunks());
        return new MediaPlan(
                new SourcePin(URI.create(event.getSource()), event.getSourceGeneration(), event.getSourceBytes()),
                event.getStartMicros(),
                event.getVideoStream() == NO_STREAM ? Optional.empty() : Optional.of(video(event, grid)),
                grid.segmentMicros(),
                event.getAudioTracks().stream().map(TrackMapping::audio).toList(),
                event.getTextTracks().stream().map(TrackMapping::text).toList(),
                event.getConceals());
    }

    private static VideoPlan video(EncodingPlan event, ChunkGrid grid) {
        return new VideoPlan(
                event.getVideoStream(),
                event.getSettlingMicros(),
                event.getCaptions(),
                new VideoPlan.Picture(
                        new Shape(event.getWidth(), event.getHeight()),
                        event.getReshapes(),
                        deinterlacing(event),
                        event.getColours().map(PlanMapping::colours).orElse(SourceColours.UNTOLD),
                        event.getCounted().flatMap(FrameRate::parse)),
                grid,
                seeks(event),
                event.getHeldFrames(),
                event.getLastIsShort(),
                event.getRungs().stream().map(PlanMapping::rung).toList(),
                event.getQuality().flatMap(QualityMetric::parse),
                event.getThumbnails()
                        .map(each -> new dev.dashline.media.plan.ThumbnailPlan(
                                new Shape(each.getWidth(), each.getHeight()), each.getEverySegments())));
    }

    private static SeekPoints seeks(EncodingPlan event) {
        return new SeekPoints(event.getSeeks().stream()
                .map(seek -> new SeekPoint(seek.getDecoded(), seek.getShown()))
                .map(seek -> Optional.of(seek).filter(keyframe -> !keyframe.equals(BEGINNING)))
                .toList());
    }

    private static Deinterlacing deinterlacing(EncodingPlan event) {
        if (!event.getDeinterlace()) {
            return Deinterlacing.NONE;
        }
        return event.getFramesOfFields() ? Deinterlacing.FIELDS : Deinterlacing.FRAMES;
    }

    private static Rung rung(VideoRung event) {
        Optional<Long> bitrate = event.getBitrate();
        VideoCodec codec = VideoCodec.parse(event.getCodec())
                .orElseThrow(() -> new IllegalArgumentException("no such codec: " + event.getCodec()));
        return new Rung(
                event.getId(),
                new Shape(event.getWidth(), event.getHeight()),
                new RateControl(
                        bitrate.isPresent() ? OptionalInt.empty() : OptionalInt.of(event.getCrf()),
                        bitrate.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                        event.getMaxrate(),
                        event.getBufsize()),
                new Encoder(codec, event.getPreset(), event.getProfile()),
                Optional.of(event.getLevel()).filter(level -> !level.isEmpty()));
    }
}
