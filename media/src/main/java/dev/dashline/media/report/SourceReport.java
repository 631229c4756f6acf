package dev.dashline.media.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was understood of a source. Bounded in size, as it is part of events: of each kind of track, only so many are
 * listed, and of notes, once it is completed.
 *
 * @param container FFmpeg's name of the format, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param video the track that is encoded; empty without video
 * @param sound the tracks that are encoded, the default first
 * @param text the tracks that are read, in the order of the source
 * @param captions whether captions are in the pictures
 * @param notes what is left out, changed or assumed
 */
public record SourceReport(
        String container,
        Optional<Video> video,
        List<Sound> sound,
        List<Text> text,
        boolean captions,
        List<SourceNote> notes) {

    /** How many notes of ANALYZE there are at most. */
    public static final int MOST_NOTES = 40;

    private static final int MOST_TRACKS = 32;

    /** Of a source that was not read. */
    public static final SourceReport NONE =
            new SourceReport("", Optional.empty(), List.of(), List.of(), false, List.of());

    public SourceReport {
        sound = first(sound);
        text = first(text);
        notes = List.copyOf(notes);
    }

    private static <T> List<T> first(List<T> tracks) {
        return List.copyOf(tracks.subList(0, Math.min(MOST_TRACKS, tracks.size())));
    }

    /**
     * The video track.
     *
     * @param track its index in the source
     * @param codec FFmpeg's name
     * @param coded size of the pictures in the source
     * @param shown size as shown: cropped, upright and with square pixels
     * @param pixels the shape of a pixel, width to height: {@code 1:1}
     * @param rotation by how many degrees it is turned to be upright, as FFmpeg counts
     * @param interlaced whether frames are made of two fields
     * @param durationMillis from its first picture to the end of its last
     */
    public record Video(
            int track,
            String codec,
            Size coded,
            Size shown,
            String pixels,
            int rotation,
            boolean interlaced,
            Rate rate,
            Colours colours,
            long durationMillis) {}

    /** Width and height, pixels. */
    public record Size(int width, int height) {

        @Override
        public String toString() {
            return width + "x" + height;
        }
    }

    /**
     * The frame rate of the output.
     *
     * @param perSecond frames per second as a ratio: {@code 24000/1001}
     * @param origin how it was found
     * @param stated what the container states, as a ratio; empty if nothing
     */
    public record Rate(String perSecond, RateOrigin origin, Optional<String> stated) {}

    /**
     * How numbers mean colours in the source, by FFmpeg's names of the codes of ITU-T H.273.
     *
     * @param pixels {@code yuv}, {@code rgb} or {@code grey}
     * @param range {@code tv} if black is 16, {@code pc} if it is 0
     * @param assumed which of these the source does not tell: {@code primaries} and so on
     */
    public record Colours(
            String pixels, String primaries, String transfer, String matrix, String range, List<String> assumed) {

        public Colours {
            assumed = List.copyOf(assumed);
        }
    }

    /**
     * A track of sound.
     *
     * @param tracks its index in the source; of left and right, where two tracks are these
     * @param codec FFmpeg's name
     * @param sampleRate Hz
     * @param channels how many in the source
     * @param layout FFmpeg's name of what the channels are; empty if the source does not tell
     * @param mix how channels are mixed that FFmpeg cannot mix by itself: options of its filter {@code pan}
     * @param name what a viewer chooses it by
     * @param durationMillis from its first sample to its last
     */
    public record Sound(
            List<Integer> tracks,
            String codec,
            int sampleRate,
            int channels,
            String layout,
            Optional<String> mix,
            Name name,
            long durationMillis) {

        public Sound {
            tracks = List.copyOf(tracks);
        }
    }

    /**
     * A text track.
     *
     * @param track its index in the source
     * @param codec FFmpeg's name
     * @param name what a viewer chooses it by
     */
    public record Text(int track, String codec, Name name) {}

    /**
     * What a viewer chooses a track by.
     *
     * @param language BCP 47 tag, if known
     * @param label its title, if it has one
     * @param roles what it is for, such as {@code COMMENTARY}; empty for everybody
     */
    public record Name(Optional<String> language, Optional<String> label, List<String> roles) {

        public Name {
            roles = List.copyOf(roles);
        }
    }

    /**
     * The whole report of ANALYZE, with a bounded number of notes.
     *
     * @param captions whether captions are in the pictures
     * @param more notes besides those that are there
     */
    public SourceReport completed(boolean captions, List<SourceNote> more) {
        List<SourceNote> all = new ArrayList<>(notes);
        all.addAll(more);
        return new SourceReport(container, video, sound, text, captions, SourceNote.bounded(all, MOST_NOTES));
    }
}
