package dev.dashline.media.report;

/** What is told of a source that is not as it seems, as a stable name. */
public enum NoteKind {
    /** A track has a description, but nothing in it. */
    TRACK_WITHOUT_SAMPLES,
    /** Another video track is encoded. */
    VIDEO_TRACK_LEFT_OUT,
    /** A cover or thumbnails of the file. */
    COVER_LEFT_OUT,
    /** Attached files, such as fonts. */
    ATTACHMENTS_LEFT_OUT,
    /** Tracks of data, such as positions. */
    DATA_TRACKS_LEFT_OUT,
    /** FFmpeg cannot decode a track of sound. */
    SOUND_NOT_DECODABLE,
    /** A track of sound has ended before the first picture. */
    SOUND_BEFORE_PICTURES,
    /** Subtitles are pictures, or in a form that is not read. */
    SUBTITLES_NOT_TEXT,
    /** A text track of the source cannot be read. */
    SUBTITLES_UNREADABLE,
    /** A text track of the source has no text. */
    SUBTITLES_EMPTY,
    /** Captions are in the pictures, and the encoder does not take them. */
    CAPTIONS_LEFT_OUT,
    /** Captions in the pictures do not become text. */
    CAPTIONS_NOT_READ,
    /** Only the layer below Dolby Vision is shown. */
    DOLBY_VISION_LEFT_OUT,
    /** The container shows only a part of each picture. */
    PICTURE_CROPPED,
    /** Of more than 60 pictures a second, not all are shown. */
    RATE_HALVED,
    /** Few pictures a second are shown several times each. */
    RATE_RAISED,
    /** The pictures come at another rate than is stated. */
    RATE_NOT_AS_STATED,
    /** The pictures come at no rate. */
    RATE_VARIES,
    /** Film for television has its own rate again. */
    TELECINE_UNDONE,
    /** Nothing tells the rate. */
    RATE_ASSUMED,
    /** Fields became frames. */
    DEINTERLACED,
    /** Pixels that are no squares became squares. */
    PIXELS_SQUARED,
    /** Pictures of another shape have bars. */
    SHAPE_CHANGES,
    /** The last picture is shown while sound goes on. */
    LAST_PICTURE_HELD,
    /** Pictures are whole only some time after a keyframe. */
    INTRA_REFRESH,
    /** The range of brightness is that of any screen. */
    HDR_MAPPED,
    /** Colours are coded otherwise. */
    COLOURS_CONVERTED,
    /** The source does not tell all about its colours. */
    COLOURS_ASSUMED,
    /** Sound begins well after the pictures. */
    SOUND_STARTS_LATE,
    /** Sound has gaps, which become silence. */
    SOUND_HAS_GAPS,
    /** Channels are mixed by a rule of our own. */
    SOUND_MIXED,
    /** Two tracks are left and right of one. */
    MONO_TRACKS_JOINED,
    /** A track is made louder or quieter. */
    LOUDNESS_CHANGED,
    /** A title was shortened, or had characters that no manifest can hold. */
    TITLE_CHANGED,
    /** A language is named in a way that nobody knows. */
    LANGUAGE_UNKNOWN,
    /** Tracks of the same name got a number. */
    NAMES_MADE_DISTINCT,
    /** The container states another length. */
    DURATION_NOT_AS_STATED,
    /** Damage of a track was concealed. */
    DAMAGE_CONCEALED,
    /** Captions in the pictures stay there. */
    CAPTIONS_KEPT,
    /** There are more notes than are listed. */
    MORE_NOTES
}
