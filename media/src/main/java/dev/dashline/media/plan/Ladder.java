package dev.dashline.media.plan;

import dev.dashline.media.profile.EncodingProfile;
import dev.dashline.media.profile.EncodingProfile.RateControl;
import dev.dashline.media.profile.EncodingProfile.Target;
import java.util.List;
import java.util.Optional;

/** Chooses the rungs for a picture. Pure. */
final class Ladder {

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
        return new Rung("v" + shape.shorterSide(), shape, target.rate(), target.encoder(), level(target, shape, rate));
    }

    private static Optional<String> level(Target target, Shape shape, FrameRate rate) {
        RateControl control = target.rate();
        return switch (target.encoder().codec()) {
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
