package dev.dashline.store.gcs;

import com.google.cloud.storage.BlobId;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import java.net.URI;
import java.net.URISyntaxException;

/** Translates {@code gs://bucket/name} to Google's ids and back. In the URI, the name is escaped as any path is. */
final class GcsNames {

    private GcsNames() {}

    static BlobId object(URI object) {
        BlobId id = prefix(object);
        if (id.getName().isEmpty()) {
            throw new StoreException(Reason.FORBIDDEN, object, object + " names no object", null);
        }
        return id;
    }

    /** As {@link #object}, where the name may be empty. */
    static BlobId prefix(URI uri) {
        String path = uri.getPath();
        if (!"gs".equals(uri.getScheme()) || uri.getAuthority() == null || path == null) {
            throw new StoreException(Reason.FORBIDDEN, uri, uri + " is not of the form gs://bucket/name", null);
        }
        return BlobId.of(uri.getAuthority(), path.isEmpty() ? "" : path.substring(1));
    }

    static URI uri(String bucket, String name) {
        try {
            return new URI("gs", bucket, "/" + name, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no URI for object " + name + " of bucket " + bucket, e);
        }
    }
}
