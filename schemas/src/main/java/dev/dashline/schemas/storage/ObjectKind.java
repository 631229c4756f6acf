package dev.dashline.schemas.storage;

/**
 * The kinds of object that an attempt leaves behind: where each lies, its name, and how it is served. Names and media
 * types may have placeholders in braces; {@link AttemptLayout} fills them.
 */
public enum ObjectKind {
    INIT("init segment", Folder.RENDITION, false, "init.mp4", "{track}/mp4", CacheControl.IMMUTABLE),
    SEGMENT(
            "media segment, by its start in units of the track",
            Folder.RENDITION,
            false,
            "{time}.m4s",
            "{track}/mp4",
            CacheControl.IMMUTABLE),
    MEDIA_PLAYLIST(
            "HLS media playlist",
            Folder.RENDITION,
            false,
            "media.m3u8",
            "application/vnd.apple.mpegurl",
            CacheControl.IMMUTABLE),
    KEYFRAME_PLAYLIST(
            "HLS media playlist of keyframes alone",
            Folder.RENDITION,
            false,
            "keyframes.m3u8",
            "application/vnd.apple.mpegurl",
            CacheControl.IMMUTABLE),
    TEXT("text track", Folder.RENDITION, false, "text.vtt", "text/vtt", CacheControl.IMMUTABLE),
    TEXT_SEGMENTS(
            "text track in segments, one after the other",
            Folder.RENDITION,
            false,
            "segments.vtt",
            "text/vtt",
            CacheControl.IMMUTABLE),
    TILE_SHEET("sheet of thumbnails", Folder.RENDITION, false, "{number}.jpg", "image/jpeg", CacheControl.IMMUTABLE),
    TILE_LIST(
            "list of thumbnails for players that read no manifest",
            Folder.RENDITION,
            false,
            "thumbnails.vtt",
            "text/vtt",
            CacheControl.IMMUTABLE),
    POSTER("poster", Folder.RENDITION, false, "poster.jpg", "image/jpeg", CacheControl.IMMUTABLE),
    PLAN("how the source is cut", Folder.PARTS, false, "plan.avro", "application/octet-stream", CacheControl.IMMUTABLE),
    PART_INVENTORY(
            "what a task wrote", Folder.PARTS, false, "{task}-{plan}.json", "application/json", CacheControl.IMMUTABLE),
    INVENTORY(
            "list of all public objects that the manifests refer to",
            Folder.STAGED,
            false,
            "inventory.json",
            "application/json",
            CacheControl.IMMUTABLE),
    TIMELINE(
            "which worker ran which task when, written after the end of the attempt",
            Folder.STAGED,
            false,
            "timeline.json",
            "application/json",
            CacheControl.REPLACEABLE),
    MASTER_PLAYLIST(
            "HLS multivariant playlist",
            Folder.STAGED,
            true,
            "master.m3u8",
            "application/vnd.apple.mpegurl",
            CacheControl.REPLACEABLE),
    /** Under its public name it is the commit point: with it the video is public. */
    MANIFEST(
            "MPEG-DASH manifest",
            Folder.STAGED,
            true,
            "manifest.mpd",
            "application/dash+xml",
            CacheControl.REPLACEABLE);

    private final String purpose;
    private final Folder folder;
    private final boolean shown;
    private final String standardName;
    private final String mediaType;
    private final String cacheControl;

    ObjectKind(
            String purpose, Folder folder, boolean shown, String standardName, String mediaType, String cacheControl) {
        this.purpose = purpose;
        this.folder = folder;
        this.shown = shown;
        this.standardName = standardName;
        this.mediaType = mediaType;
        this.cacheControl = cacheControl;
    }

    /** What it is, for documentation. */
    public String purpose() {
        return purpose;
    }

    /** Where the encoder writes it. */
    public Folder folder() {
        return folder;
    }

    /** Whether the publisher writes it again, to {@link Folder#VIDEO}, to make its video public. */
    public boolean isShown() {
        return shown;
    }

    /** The name in {@link StorageNames#STANDARD}, with placeholders. */
    public String standardName() {
        return standardName;
    }

    /** The media type; {@code {track}} stands for {@code video} or {@code audio}. */
    public String mediaType() {
        return mediaType;
    }

    /** The value of the header {@code Cache-Control}. */
    public String cacheControl() {
        return cacheControl;
    }

    /**
     * Values of {@code Cache-Control}. In a class of its own, since constants of an enum cannot use those of the enum
     * itself.
     */
    private static final class CacheControl {

        /** For objects that never change under their names. */
        static final String IMMUTABLE = "public, max-age=31536000, immutable";

        /** For objects that a replay may replace. */
        static final String REPLACEABLE = "public, max-age=5";
    }
}
