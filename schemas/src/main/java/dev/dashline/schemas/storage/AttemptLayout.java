package dev.dashline.schemas.storage;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

/** Where the objects of one attempt are. Immutable. */
public final class AttemptLayout {

    private final StorageLayout layout;
    private final String videoId;
    private final int attempt;
    private final String folder;

    AttemptLayout(StorageLayout layout, String videoId, int attempt) {
        this.layout = layout;
        this.videoId = videoId;
        this.attempt = attempt;
        this.folder = layout.names().attemptFolder(attempt);
    }

    public StorageNames names() {
        return layout.names();
    }

    /** The attempt's folder as seen from the video's public manifest: {@code 7/}. */
    public String folder() {
        return folder;
    }

    /** What the names of all public objects of the attempt begin with. */
    public URI published() {
        return URI.create(layout.roots().output() + videoId + "/" + folder);
    }

    /** What the names of all staged objects of the attempt begin with. */
    public URI staged() {
        return URI.create(layout.roots().staging() + videoId + "/" + folder);
    }

    /** What the names of all parts of the attempt begin with. */
    public URI parts() {
        return URI.create(staged() + layout.names().partsFolder());
    }

    public ObjectTarget init(String rendition, TrackType track) {
        return published(ObjectKind.INIT, rendition, Map.of("track", track.text()));
    }

    /**
     * A media segment.
     *
     * @param time when it starts, in units of the track
     */
    public ObjectTarget segment(String rendition, TrackType track, long time) {
        return published(ObjectKind.SEGMENT, rendition, Map.of("track", track.text(), "time", Long.toString(time)));
    }

    public ObjectTarget mediaPlaylist(String rendition) {
        return published(ObjectKind.MEDIA_PLAYLIST, rendition, Map.of());
    }

    /** The media playlist of keyframes alone. */
    public ObjectTarget keyframePlaylist(String rendition) {
        return published(ObjectKind.KEYFRAME_PLAYLIST, rendition, Map.of());
    }

    /** The file of a text track. */
    public ObjectTarget text(String rendition) {
        return published(ObjectKind.TEXT, rendition, Map.of());
    }

    /** The file of a text track in segments. */
    public ObjectTarget textSegments(String rendition) {
        return published(ObjectKind.TEXT_SEGMENTS, rendition, Map.of());
    }

    /**
     * A sheet of thumbnails.
     *
     * @param number counted from 1
     */
    public ObjectTarget tileSheet(String rendition, int number) {
        return published(ObjectKind.TILE_SHEET, rendition, Map.of("number", Integer.toString(number)));
    }

    /** The list of thumbnails for players that read no manifest. */
    public ObjectTarget tileList(String rendition) {
        return published(ObjectKind.TILE_LIST, rendition, Map.of());
    }

    public ObjectTarget poster(String rendition) {
        return published(ObjectKind.POSTER, rendition, Map.of());
    }

    /** The MPEG-DASH manifest, as it waits for publication. */
    public ObjectTarget manifest() {
        return staged(ObjectKind.MANIFEST);
    }

    /** The HLS multivariant playlist, as it waits for publication. */
    public ObjectTarget masterPlaylist() {
        return staged(ObjectKind.MASTER_PLAYLIST);
    }

    /** The list of all public objects that the manifests refer to; see {@link Inventory}. */
    public ObjectTarget inventory() {
        return staged(ObjectKind.INVENTORY);
    }

    /** Which worker ran which task when, once the attempt has ended; see {@link Timeline}. Stays if it has failed. */
    public ObjectTarget timeline() {
        return staged(ObjectKind.TIMELINE);
    }

    /** How the source is cut. */
    public ObjectTarget plan() {
        return layout.within(parts(), ObjectKind.PLAN, Map.of());
    }

    /**
     * What a task wrote, whichever try of it was first.
     *
     * @param plan the fingerprint of the plan that the task follows
     */
    public ObjectTarget part(String task, String plan) {
        return layout.within(parts(), ObjectKind.PART_INVENTORY, Map.of("task", task, "plan", plan));
    }

    /**
     * Makes sure that a publisher will know a manifest or multivariant playlist as this attempt's.
     *
     * @throws UnreadableManifestException if it will not
     */
    public void requireOwner(byte[] manifest) throws UnreadableManifestException {
        int owner = new ManifestOwner(layout.names()).of(manifest);
        if (owner != attempt) {
            throw new UnreadableManifestException("it refers to attempt " + owner + ", not " + attempt);
        }
    }

    /** Whether a name is below the public folder of this attempt; decided by the name alone. */
    public boolean holds(URI object) {
        URI published = published();
        String path = object.getPath();
        return Objects.equals(object.getScheme(), published.getScheme())
                && authority(object).equals(authority(published))
                && path != null
                && path.startsWith(published.getPath())
                && !path.contains("/../");
    }

    private ObjectTarget published(ObjectKind kind, String rendition, Map<String, String> values) {
        return layout.within(URI.create(published() + rendition + "/"), kind, values);
    }

    private ObjectTarget staged(ObjectKind kind) {
        return layout.within(staged(), kind, Map.of());
    }

    private static String authority(URI uri) {
        return Objects.requireNonNullElse(uri.getAuthority(), "");
    }
}
