package dev.dashline.media.plan;

import dev.dashline.media.colour.SourceColours;
import dev.dashline.media.profile.QualityMetric;
import dev.dashline.media.profile.VideoCodec;
import dev.dashline.media.seek.SeekPoints;
import java.util.List;
import java.util.Optional;

/**
 * How the video of a source is encoded.
 *
 * @param stream index in the source
 * @param settlingMicros how long after a keyframe of the source its pictures are whole, microseconds
 * @param captions whether the pictures of all rungs have captions in them (CEA-608, CEA-708)
 * @param picture what the source shows
 * @param grid where the video is cut
 * @param seeks where chunks are read from
 * @param heldFrames for how many frames the last picture is held because sound goes on
 * @param lastIsShort whether the last picture has a frame of its own that it is too short for
 * @param rungs the ladder, the highest first; one or more, of one codec
 * @param quality what every chunk is measured by; empty for no measurement
 * @param thumbnails which small pictures are taken; empty for none, and no poster
 */
public record VideoPlan(
        int stream,
        long settlingMicros,
        boolean captions,
        Picture picture,
        ChunkGrid grid,
        SeekPoints seeks,
        long heldFrames,
        boolean lastIsShort,
        List<Rung> rungs,
        Optional<QualityMetric> quality,
        Optional<ThumbnailPlan> thumbnails) {

    /**
     * What has to be done about the pictures of a source.
     *
     * @param shape as shown: after rotation and with square pixels
     * @param reshapes whether the shape may change on the way, as in broadcasts
     * @param colours how the numbers of the source mean colours
     * @param counted the rate at which they are counted, where they have no times; then one task reads all of them
     */
    public record Picture(
            Shape shape,
            boolean reshapes,
            Deinterlacing deinterlacing,
            SourceColours colours,
            Optional<FrameRate> counted) {

        /** With times. */
        public Picture(Shape shape, boolean reshapes, Deinterlacing deinterlacing, SourceColours colours) {
            this(shape, reshapes, deinterlacing, colours, Optional.empty());
        }
    }

    public VideoPlan {
        rungs = List.copyOf(rungs);
    }

    /** How many frames there are beyond the end that the source gives its last picture. */
    public long addedFrames() {
        return heldFrames + (lastIsShort ? 1 : 0);
    }

    /** The codec of all rungs. */
    public VideoCodec codec() {
        return rungs.get(0).encoder().codec();
    }
}
