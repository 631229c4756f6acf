package dev.dashline.media.plan;

import dev.dashline.events.encoder.VideoRung;
import dev.dashline.media.plan.EncodingProfile.RateControl;
import dev.dashline.media.plan.EncodingProfile.Rung;
import dev.dashline.media.plan.SourceInfo.Shape;
import java.util.List;

/** Which renditions a picture is worth. */
final class Ladder {

    private Ladder() {}

    /**
     * The rungs of a profile that are not larger than the source, the highest first. A source smaller than all of them gets
     * one, of its own size. Both sides are even, as 4:2:0 needs.
     */
    static List<VideoRung> of(EncodingProfile profile, Shape source, FrameRate rate) {
        List<VideoRung> rungs = profile.rungs().stream()
                .filter(rung -> rung.size() <= source.shorterSide())
                .map(rung -> rung(rung, scaled(source, rung.size()), rate))
                .toList();
        if (!rungs.isEmpty()) {
            return rungs;
        }
        Rung lowest = profile.rungs().get(profile.rungs().size() - 1);
        return List.of(rung(lowest, scaled(source, source.shorterSide()), rate));
    }

    private static VideoRung rung(Rung rung, Shape shape, FrameRate rate) {
        RateControl control = rung.rate();
        VideoRung.Builder planned = VideoRung.newBuilder()
                .setId("v" + shape.shorterSide())
                .setWidth(shape.width())
                .setHeight(shape.height())
                .setCrf(control.crf().orElse(0))
                .setMaxrate(control.maxrate())
                .setBufsize(control.bufsize())
                .setPreset(rung.encoder().preset())
                .setProfile(rung.encoder().profile())
                .setLevel(level(rung, shape, rate))
                .setCodec(rung.encoder().codec().text());
        control.bitrate().ifPresent(planned::setBitrate);
        return planned.build();
    }

    private static String level(Rung rung, Shape shape, FrameRate rate) {
        RateControl control = rung.rate();
        return switch (rung.encoder().codec()) {
            case H264 ->
                H264Level.of(shape, rate, control.maxrate(), control.bufsize()).text();
            case HEVC ->
                HevcLevel.of(shape, rate, control.maxrate(), control.bufsize()).text();
            // Which follows from size, rate and cap there, too.
            case AV1 -> "";
        };
    }

    private static Shape scaled(Shape source, int shorterSide) {
        double factor = (double) shorterSide / source.shorterSide();
        return new Shape(even(source.width() * factor), even(source.height() * factor));
    }

    private static int even(double side) {
        // Down, where halfway: never larger than the source.
        return Math.max(2, 2 * (int) Math.ceil(side / 2 - 0.5));
    }
}
