package dev.dashline.media.plan;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a source before it is encoded. Times are presentation times as the container has them, microseconds.
 *
 * @param video the stream that is encoded; empty if only sound is
 * @param audio all streams of sound, in the order of the source
 * @param text all streams of text, in the order of the source
 */
public record SourceInfo(Optional<Video> video, List<Audio> audio, List<Text> text) {

    /**
     * A stream of pictures.
     *
     * @param stream its index in the source
     * @param shape the picture as shown: upright, with square pixels
     * @param rate of the output: the source's own, or the nearest standard rate if that varies
     * @param span when it is shown
     * @param interlaced whether frames are made of two fields
     * @param highDynamicRange whether its colours are PQ's or HLG's
     */
    public record Video(
            int stream, Shape shape, FrameRate rate, Span span, boolean interlaced, boolean highDynamicRange) {}

    /**
     * A stream of sound.
     *
     * @param stream its index in the source
     * @param language BCP 47 tag, if known
     * @param channels how many
     * @param span when it is heard
     */
    public record Audio(int stream, Optional<String> language, int channels, Span span) {}

    /**
     * A stream of text.
     *
     * @param stream its index in the source
     * @param language BCP 47 tag, if known
     * @param title what the source calls it, if it does
     */
    public record Text(int stream, Optional<String> language, Optional<String> title) {}

    /** From when, and until when, microseconds. */
    public record Span(long start, long end) {

        public long length() {
            return end - start;
        }
    }

    public SourceInfo {
        audio = List.copyOf(audio);
        text = List.copyOf(text);
    }
}
