package dev.dashline.media.plan;

import dev.dashline.media.colour.SourceColours;
import dev.dashline.media.report.RateOrigin;
import dev.dashline.media.report.SourceReport;
import dev.dashline.media.seek.Keyframes;
import dev.dashline.media.tag.TrackTags;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known about a source before it is encoded. Times are the container's presentation times, in microseconds.
 *
 * @param video the stream to encode; empty if only sound is encoded
 * @param audio all audio streams that can be decoded, the one that everybody is to hear first
 * @param text all text streams, in the order of the source
 * @param report the same for people, with what is left out, changed or assumed
 */
public record SourceInfo(Optional<Video> video, List<Audio> audio, List<Text> text, SourceReport report) {

    /** Without a report. */
    public SourceInfo(Optional<Video> video, List<Audio> audio, List<Text> text) {
        this(video, audio, text, SourceReport.NONE);
    }

    /**
     * A video stream.
     *
     * @param stream its index in the source
     * @param codec FFmpeg's name
     * @param shape the picture as shown: upright, with square pixels
     * @param rate of the output: the source's own, or a standard rate if the source's varies
     * @param rateOrigin how the rate was found
     * @param span when it is shown
     * @param lastPicture when its last picture begins, however long that lasts
     * @param interlaced whether frames are made of two fields
     * @param colours how its numbers mean colours
     * @param extras what few sources have
     */
    public record Video(
            int stream,
            String codec,
            Shape shape,
            FrameRate rate,
            RateOrigin rateOrigin,
            Span span,
            long lastPicture,
            boolean interlaced,
            SourceColours colours,
            Extras extras) {

        /** Of a usual source. */
        public Video(int stream, Shape shape, FrameRate rate, Span span, boolean interlaced, SourceColours colours) {
            this(
                    stream,
                    "h264",
                    shape,
                    rate,
                    RateOrigin.PICTURES,
                    span,
                    span.end() - rate.microsOf(1),
                    interlaced,
                    colours,
                    Extras.NONE);
        }

        private Video with(Extras others) {
            return new Video(stream, codec, shape, rate, rateOrigin, span, lastPicture, interlaced, colours, others);
        }
    }

    /**
     * What few sources have.
     *
     * @param settlingMicros how long after a keyframe pictures are whole, microseconds: 0 but with intra refresh
     * @param captions whether there are captions in the pictures (CEA-608, CEA-708)
     * @param reshapes whether the shape of the pictures may change on the way, as in broadcasts
     * @param position of the first picture in the file, bytes; empty if it is unknown
     * @param keyframes where chunks can be read from
     * @param counted the rate at which pictures are counted that have no times
     */
    public record Extras(
            long settlingMicros,
            boolean captions,
            boolean reshapes,
            OptionalLong position,
            Keyframes keyframes,
            Optional<FrameRate> counted) {

        public static final Extras NONE =
                new Extras(0, false, false, OptionalLong.empty(), Keyframes.UNKNOWN, Optional.empty());
    }

    /**
     * An audio stream.
     *
     * @param source where its channels are, and how they are mixed
     * @param channels how many, mixed
     * @param span when it is heard
     * @param frames where its frames lie; empty if that was not measured, or could not be
     */
    public record Audio(
            AudioTrackPlan.Source source, TrackTags tags, int channels, Span span, Optional<SourceFrames> frames) {

        /** Without a measurement of its frames. */
        public Audio(AudioTrackPlan.Source source, TrackTags tags, int channels, Span span) {
            this(source, tags, channels, span, Optional.empty());
        }

        /** With a measurement of its frames. */
        public Audio measured(Optional<SourceFrames> frames) {
            return new Audio(source, tags, channels, span, frames);
        }
    }

    /**
     * A text stream.
     *
     * @param stream its index in the source
     */
    public record Text(int stream, TrackTags tags) {}

    /** Start and end, microseconds. */
    public record Span(long start, long end) {

        public long length() {
            return end - start;
        }
    }

    /** The same with other extras. */
    public SourceInfo with(Extras extras) {
        return new SourceInfo(video.map(each -> each.with(extras)), audio, text, report);
    }

    /** The same with captions in the pictures. */
    public SourceInfo captioned() {
        return new SourceInfo(
                video.map(each -> each.with(new Extras(
                        each.extras().settlingMicros(),
                        true,
                        each.extras().reshapes(),
                        each.extras().position(),
                        each.extras().keyframes(),
                        each.extras().counted()))),
                audio,
                text,
                report);
    }

    /** The same with a report. */
    public SourceInfo with(SourceReport other) {
        return new SourceInfo(video, audio, text, other);
    }

    public SourceInfo {
        audio = List.copyOf(audio);
        text = List.copyOf(text);
    }
}
