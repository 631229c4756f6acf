package dev.dashline.schemas.storage;

import java.net.URI;
import java.util.Map;

/**
 * Where all objects are. The ids of videos, tasks and renditions must be made of characters that need no escaping in a
 * URI.
 *
 * @param roots below which everything lies
 * @param names of folders and files
 */
public record StorageLayout(StorageRoots roots, StorageNames names) {

    /** With the names that every deployment has. */
    public static StorageLayout standard(StorageRoots roots) {
        return new StorageLayout(roots, StorageNames.STANDARD);
    }

    /** The objects of one attempt. */
    public AttemptLayout attempt(String videoId, int attempt) {
        return new AttemptLayout(this, videoId, attempt);
    }

    /** The MPEG-DASH manifest where viewers look for it. */
    public ObjectTarget publicManifest(String videoId) {
        return visible(ObjectKind.MANIFEST, videoId);
    }

    /** The HLS multivariant playlist where viewers look for it. */
    public ObjectTarget publicMasterPlaylist(String videoId) {
        return visible(ObjectKind.MASTER_PLAYLIST, videoId);
    }

    /** A name that no object has. A publisher asks for it to find out whether the public root can be reached. */
    public URI probe() {
        return URI.create(roots.output() + names.pattern(ObjectKind.MANIFEST));
    }

    private ObjectTarget visible(ObjectKind kind, String videoId) {
        return target(kind, URI.create(roots.output() + names.publicPath(kind, videoId)), Map.of());
    }

    private static ObjectTarget target(ObjectKind kind, URI uri, Map<String, String> values) {
        return new ObjectTarget(uri, StorageNames.fill(kind.mediaType(), values), kind.cacheControl());
    }

    ObjectTarget within(URI folder, ObjectKind kind, Map<String, String> values) {
        return target(kind, URI.create(folder + names.file(kind, values)), values);
    }
}
