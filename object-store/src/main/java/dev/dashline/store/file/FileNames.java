package dev.dashline.store.file;

import dev.dashline.store.FileErrors;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Turns {@code file:} URIs into paths, and refuses those that lead out of the allowed roots. */
final class FileNames {

    private static final String INTERNAL = ".dashline";

    private final List<Path> roots;

    /** Any path is allowed if there are no roots. */
    FileNames(List<Path> roots) {
        this.roots =
                roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
    }

    /** Whether it is a file of the store's own, which is no object. */
    static boolean isInternal(Path file) {
        return String.valueOf(file.getFileName()).startsWith(INTERNAL);
    }

    static String internal(String name) {
        return INTERNAL + name;
    }

    /** The folder that a file is in. */
    static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " is in no folder");
        }
        return parent;
    }

    /** The path of an object. */
    Path path(URI object) {
        Path path = normalized(object);
        if (path.getFileName() == null || isInternal(path)) {
            throw FileErrors.of(Reason.FORBIDDEN, object, "names no object");
        }
        check(object, path);
        return path;
    }

    /** The folder in which all paths with this prefix are. */
    Path folder(URI prefix) {
        Path path = normalized(prefix);
        Path folder = namesFolder(prefix) ? path : parent(path);
        check(prefix, folder);
        return folder;
    }

    /** The decoded prefix, in the form that paths have as text. */
    String text(URI prefix) {
        String path = normalized(prefix).toString();
        return namesFolder(prefix) && !path.endsWith("/") ? path + "/" : path;
    }

    private static boolean namesFolder(URI prefix) {
        return prefix.getPath().endsWith("/");
    }

    private static Path normalized(URI uri) {
        if (!"file".equals(uri.getScheme())) {
            throw FileErrors.of(Reason.FORBIDDEN, uri, "is not a file: URI");
        }
        try {
            return Path.of(uri).normalize();
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    Reason.FORBIDDEN, uri, uri + " names no file of this machine: " + e.getMessage(), e);
        }
    }

    private void check(URI uri, Path path) {
        if (roots.isEmpty()) {
            return;
        }
        if (roots.stream().noneMatch(path::startsWith)) {
            throw FileErrors.of(Reason.FORBIDDEN, uri, "is outside of what this deployment may touch");
        }
        // A symbolic link inside of a root must not lead out of it.
        Path real = real(path);
        if (roots.stream().map(FileNames::real).noneMatch(real::startsWith)) {
            throw FileErrors.of(Reason.FORBIDDEN, uri, "leads out of what this deployment may touch");
        }
    }

    /** With links resolved, as far as the path exists. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            Path parent = path.getParent();
            Path name = path.getFileName();
            return parent == null || name == null ? path : real(parent).resolve(name);
        }
    }
}
