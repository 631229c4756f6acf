package dev.dashline.store.access;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a deployment may read and write, decided by the names of objects alone.
 *
 * @param mayRead whether an object, or all that start with a prefix, may be read
 * @param mayWrite whether an object may be written or removed
 * @param folders that objects of the scheme {@code file} must lie in once all links are followed; empty for any folder
 */
public record AccessRules(Predicate<URI> mayRead, Predicate<URI> mayWrite, List<Path> folders) {

    public AccessRules {
        folders = List.copyOf(folders);
    }
}
