package dev.dashline.cli.stack;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Copies folders whose files do not change. Stateless. */
final class FolderCopy {

    private FolderCopy() {}

    /**
     * Copies a folder as a whole: nothing is there by its new name before all is. Files are linked where that is
     * possible, which takes neither time nor space.
     *
     * @param to is not there yet, its parent is
     */
    static void of(Path from, Path to) throws IOException {
        Path whole = Files.createTempDirectory(to.toAbsolutePath().getParent(), ".dashline-");
        // Of a video, whose folder anybody may read, while a temporary one is its owner's.
        Path copy = Files.createDirectory(whole.resolve("video"));
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(copy.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                link(file, copy.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
        Files.move(copy, to, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(whole);
    }

    private static void link(Path file, Path name) throws IOException {
        try {
            Files.createLink(name, file);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(file, name);
        }
    }
}
