package dev.dashline.runtime.store;

import java.net.URI;
import java.util.Arrays;
import java.util.Objects;

/** A bucket, a part of one, or a folder, with all that is in it. */
record Root(URI uri) {

    static URI parse(String text) {
        URI uri = URI.create(text);
        boolean file = "file".equals(uri.getScheme()) && uri.getAuthority() == null;
        boolean bucket = "gs".equals(uri.getScheme()) && uri.getAuthority() != null;
        if (!(file || bucket) || uri.getPath() == null || !uri.getPath().endsWith("/")) {
            throw new IllegalArgumentException();
        }
        return uri;
    }

    /** By decoded names, where {@code ..} is never within anything. */
    boolean contains(URI object) {
        String path = object.getPath();
        return Objects.equals(uri.getScheme(), object.getScheme())
                && Objects.equals(uri.getAuthority(), object.getAuthority())
                && path != null
                && path.startsWith(uri.getPath())
                && Arrays.stream(path.split("/", -1)).noneMatch(".."::equals);
    }
}
