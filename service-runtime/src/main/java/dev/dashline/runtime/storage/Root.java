package dev.dashline.runtime.storage;

import dev.dashline.runtime.config.Setting;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/** A place that contains objects: a bucket, a prefix in a bucket, or a folder. */
record Root(URI uri) {

    static URI parse(String text) {
        URI uri = URI.create(text);
        boolean file = "file".equals(uri.getScheme()) && uri.getAuthority() == null;
        boolean bucket = "gs".equals(uri.getScheme()) && uri.getAuthority() != null;
        if (!(file || bucket) || uri.isOpaque() || !uri.getPath().endsWith("/") || Setting.climbs(uri)) {
            throw new IllegalArgumentException();
        }
        return uri;
    }

    /** Whether an object is in any of these roots. */
    static boolean anyContains(List<URI> roots, URI object) {
        return roots.stream().anyMatch(root -> new Root(root).contains(object));
    }

    /** Compares decoded names. A name with {@code ..} is within no root. */
    boolean contains(URI object) {
        String path = object.getPath();
        return Objects.equals(uri.getScheme(), object.getScheme())
                && Objects.equals(uri.getAuthority(), object.getAuthority())
                && path != null
                && path.startsWith(uri.getPath())
                && !Setting.climbs(object);
    }
}
