package dev.dashline.media.plan;

import dev.dashline.media.profile.EncodingProfile;
import dev.dashline.media.profile.EncodingProfile.RateControl;
import dev.dashline.media.profile.EncodingProfile.Target;
import dev.dashline.media.profile.VideoCodec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Chooses the rungs for a picture. Pure. */
final class Ladder {

    /** Pictures a second that the bit rates of a profile are for. */
    private static final double PICTURES = 30;
    /** So that twice as many pictures get 1.5 times the bits. */
    private static final double GROWTH = Math.log(1.5) / Math.log(2);

    private Ladder() {}

    /**
     * The rungs of a profile that are not larger than the source, the highest first. A source smaller than all of them
     * gets one, of its own size. Both sides are even, as 4:2:0 needs.
     */
    static List<Rung> of(EncodingProfile profile, Shape source, FrameRate rate) {
        List<Rung> rungs = profile.rungs().stream()
                .filter(target -> target.size() <= source.shorterSide())
                .map(target -> rung(target, scaled(source, target.size()), rate))
                .toList();
        if (!rungs.isEmpty()) {
            return rungs;
        }
        Target lowest = profile.rungs().get(profile.rungs().size() - 1);
        return List.of(rung(lowest, scaled(source, source.shorterSide()), rate));
    }

    private static Rung rung(Target target, Shape shape, FrameRate rate) {
        RateControl control = control(target.rate(), rate);
        Optional<String> level = level(target.encoder().codec(), control, shape, rate);
        return new Rung("v" + shape.shorterSide(), shape, control, target.encoder(), level);
    }

    /** More pictures need more bits, though not in proportion, since they differ less from one another. */
    private static RateControl control(RateControl control, FrameRate rate) {
        double factor = Math.max(1, Math.pow(rate.perSecond() / PICTURES, GROWTH));
        OptionalLong bitrate = control.bitrate();
        return new RateControl(
                control.crf(),
                bitrate.isPresent() ? OptionalLong.of(Math.round(bitrate.getAsLong() * factor)) : bitrate,
                Math.round(control.maxrate() * factor),
                Math.round(control.bufsize() * factor));
    }

    private static Optional<String> level(VideoCodec codec, RateControl control, Shape shape, FrameRate rate) {
        return switch (codec) {
            case H264 ->
                Optional.of(H264Level.of(shape, rate, control.maxrate(), control.bufsize())
                        .text());
            case HEVC ->
                Optional.of(HevcLevel.of(shape, rate, control.maxrate(), control.bufsize())
                        .text());
            // SVT-AV1 derives the level from size, rate and cap itself.
            case AV1 -> Optional.empty();
        };
    }

    private static Shape scaled(Shape source, int shorterSide) {
        double factor = (double) shorterSide / source.shorterSide();
        return new Shape(even(source.width() * factor), even(source.height() * factor));
    }

    private static int even(double side) {
        // Rounds down halfway: never larger than the source.
        return Math.max(2, 2 * (int) Math.ceil(side / 2 - 0.5));
    }
}
