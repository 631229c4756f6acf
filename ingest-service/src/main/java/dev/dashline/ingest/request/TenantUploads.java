package dev.dashline.ingest.request;

import dev.dashline.ingest.upload.UploadNames;
import java.net.URI;
import java.util.Optional;

/**
 * The uploads that a tenant may have encoded: its own.
 *
 * @param names of all uploads; empty if the deployment takes none
 * @param tenant empty if it is not known yet whose they are, so that there are none
 */
public record TenantUploads(Optional<UploadNames> names, Optional<String> tenant) {

    /** Where no uploads are taken. */
    public static final TenantUploads NONE = new TenantUploads(Optional.empty(), Optional.empty());

    TenantUploads of(String owner) {
        return new TenantUploads(names, Optional.of(owner));
    }

    /** The content of the upload that a source names. */
    Optional<URI> find(String source) {
        return names.flatMap(known -> tenant.flatMap(owner -> known.source(owner, source)));
    }

    /** Whether it is the content of one of them. */
    boolean has(URI source) {
        return names.flatMap(known -> tenant.filter(owner -> known.isSource(owner, source)))
                .isPresent();
    }
}
