package dev.dashline.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Lists files in the order of their names' bytes, as object stores do, and removes stale temporary files. */
final class FileListing extends SimpleFileVisitor<Path> {

    private static final Comparator<Path> BY_NAME =
            Comparator.comparing(path -> path.toString().getBytes(UTF_8), Arrays::compareUnsigned);

    private final String prefix;
    private final List<Path> found = new ArrayList<>();

    private FileListing(String prefix) {
        this.prefix = prefix;
    }

    /** All files below a folder whose path, as text, starts with the prefix; none if there is no such folder. */
    static List<Path> of(Path folder, String prefix) throws IOException {
        FileListing listing = new FileListing(prefix);
        if (isDirectory(folder)) {
            Files.walkFileTree(folder, listing);
        }
        listing.found.sort(BY_NAME);
        return listing.found;
    }

    /** Unlike {@link Files#isDirectory}, fails if it cannot tell: a store that is away is not an empty one. */
    private static boolean isDirectory(Path folder) throws IOException {
        try {
            return Files.readAttributes(folder, BasicFileAttributes.class).isDirectory();
        } catch (NoSuchFileException e) {
            return false;
        } catch (FileSystemException e) {
            if (FileVersion.isWithinFile(e)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        String name = folder.toString() + "/";
        return name.startsWith(prefix) || prefix.startsWith(name) || "/".equals(folder.toString())
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (FileNames.isInternal(file)) {
            TemporaryFile.removeIfStale(file, attributes);
        } else if (attributes.isRegularFile() && file.toString().startsWith(prefix)) {
            found.add(file);
        }
        return FileVisitResult.CONTINUE;
    }

    /** Skips files that are removed during the listing. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }
}
