package dev.dashline.schemas;

/**
 * The stable names of what is told of a source that did not come out as it went in. Names are public API: they are
 * never renamed, and a new one may come with any release.
 */
public enum NoteCode {
    TRACK_WITHOUT_SAMPLES(Effect.LEFT_OUT, "The track has a description, but no sample."),
    VIDEO_TRACK_LEFT_OUT(
            Effect.LEFT_OUT,
            "One video track is encoded: the default one, and rather one that moves. This is another."),
    COVER_LEFT_OUT(Effect.LEFT_OUT, "The track is a picture of the file, such as a cover or thumbnails."),
    ATTACHMENTS_LEFT_OUT(Effect.LEFT_OUT, "Attached files, such as fonts, are no tracks."),
    DATA_TRACKS_LEFT_OUT(Effect.LEFT_OUT, "Tracks of data, such as positions or time codes, are not for players."),
    SOUND_NOT_DECODABLE(
            Effect.LEFT_OUT, "FFmpeg cannot decode the track of sound, or it is encrypted; other tracks are there."),
    SOUND_BEFORE_PICTURES(
            Effect.LEFT_OUT,
            "The first picture is time 0: sound before it is cut, or the whole track if it ends there."),
    SUBTITLES_NOT_TEXT(Effect.LEFT_OUT, "Subtitles that are pictures (PGS, DVB, DVD), or in a form that is not read."),
    SUBTITLES_UNREADABLE(Effect.LEFT_OUT, "A text track of the source is not in UTF-8, damaged or larger than 16 MiB."),
    SUBTITLES_EMPTY(Effect.LEFT_OUT, "A text track of the source has no text from the first picture on."),
    CAPTIONS_LEFT_OUT(
            Effect.LEFT_OUT, "Captions are in the pictures (CEA-608, CEA-708), and AV1's encoder takes none."),
    CAPTIONS_NOT_READ(
            Effect.LEFT_OUT, "Captions become no track of text: those of CEA-708, and in pictures of other codecs."),
    DOLBY_VISION_LEFT_OUT(
            Effect.LEFT_OUT,
            "The layer below Dolby Vision (HDR10, HLG or SDR) is what is encoded, without the metadata."),
    PICTURE_CROPPED(Effect.LEFT_OUT, "The container crops the pictures; what it does not show is cut off."),
    RATE_HALVED(Effect.LEFT_OUT, "There are more than 60 pictures a second: every second or fourth one is shown."),
    RATE_RAISED(Effect.CHANGED, "There are fewer than 5 pictures a second: each is repeated."),
    RATE_NOT_AS_STATED(Effect.CHANGED, "The pictures come at another rate than the container states; theirs counts."),
    RATE_VARIES(
            Effect.CHANGED,
            "The pictures come at no rate: the output has the lowest standard one with a frame for each."),
    TELECINE_UNDONE(Effect.CHANGED, "A film for television (2:3) has its 23.976 pictures a second again."),
    DEINTERLACED(Effect.CHANGED, "Fields become whole frames."),
    PIXELS_SQUARED(Effect.CHANGED, "Pixels are no squares: the picture is widened or heightened."),
    SHAPE_CHANGES(Effect.CHANGED, "The shape of the pictures changes on the way: those of another shape get bars."),
    LAST_PICTURE_HELD(Effect.CHANGED, "The pictures end before the sound: the last one is shown for as long."),
    INTRA_REFRESH(
            Effect.CHANGED,
            "A decoder shows no whole picture right after a keyframe: chunks are read from earlier on."),
    HDR_MAPPED(Effect.CHANGED, "High dynamic range (PQ, HLG) is mapped to BT.709, which any screen shows."),
    COLOURS_CONVERTED(
            Effect.CHANGED, "RGB, full range and rare matrices become YUV of limited range that all players know."),
    SOUND_STARTS_LATE(Effect.CHANGED, "Sound begins over a second after the first picture: silence is before it."),
    SOUND_HAS_GAPS(
            Effect.CHANGED, "Sound has gaps of 0.1 s or more, which become silence. Told of MPEG-TS and up to 128 MB."),
    SOUND_MIXED(Effect.CHANGED, "Ambisonic, unlabelled or oddly labelled channels are mixed by a rule of Dashline's."),
    MONO_TRACKS_JOINED(Effect.CHANGED, "The only two tracks of sound have one channel each: they are left and right."),
    LOUDNESS_CHANGED(
            Effect.CHANGED,
            "A track is made louder or quieter, as the profile says; less so where peaks would be too high."),
    TITLE_CHANGED(Effect.CHANGED, "A title is cut after 200 characters, and has no control characters."),
    NAMES_MADE_DISTINCT(Effect.CHANGED, "Tracks of the same name get a number, as HLS asks for different names."),
    DURATION_NOT_AS_STATED(
            Effect.CHANGED, "A track lasts as long as its packets say, and not as the container states."),
    DAMAGE_CONCEALED(
            Effect.CHANGED, "FFmpeg concealed damage, as profile or request say; the event's concealed has the parts."),
    RATE_ASSUMED(
            Effect.ASSUMED,
            "The times of the pictures tell no rate, as there are too few: it is the stated one, or 25."),
    COLOURS_ASSUMED(Effect.ASSUMED, "The source does not tell all of its colours: they follow from its size."),
    LANGUAGE_UNKNOWN(Effect.ASSUMED, "The language of a track is none that is known: the track has none."),
    CAPTIONS_KEPT(Effect.KEPT, "Captions are in the pictures (CEA-608, CEA-708) and stay there."),
    MORE_NOTES(Effect.LEFT_OUT, "There are more notes than a report lists.");

    /** What becomes of the thing that a note is about. */
    public enum Effect {
        /** It is not in the output. */
        LEFT_OUT,
        /** It is in the output in another form. */
        CHANGED,
        /** The source does not tell it, and the output has something. */
        ASSUMED,
        /** It is in the output, where one may not look for it. */
        KEPT
    }

    private final Effect effect;
    private final String meaning;

    NoteCode(Effect effect, String meaning) {
        this.effect = effect;
        this.meaning = meaning;
    }

    public Effect effect() {
        return effect;
    }

    /** When it is told, in one or two sentences. */
    public String meaning() {
        return meaning;
    }
}
