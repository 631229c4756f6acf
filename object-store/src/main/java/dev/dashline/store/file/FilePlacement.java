package dev.dashline.store.file;

import dev.dashline.store.FileErrors;
import dev.dashline.store.Precondition;
import dev.dashline.store.Precondition.GenerationMatches;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Gives a temporary file the name of an object, if the precondition holds at that moment. */
record FilePlacement(URI object, Path path, Precondition precondition) {

    void place(TemporaryFile temporary) throws IOException {
        if (precondition instanceof GenerationMatches) {
            replace(temporary);
        } else {
            create(temporary);
        }
        syncFolder();
    }

    /** Checks the precondition early, to save the work of a write that cannot succeed. */
    void requireHolds() throws IOException {
        Optional<FileVersion> now = FileVersion.of(path);
        boolean holds = precondition instanceof GenerationMatches matches
                ? now.filter(is -> is.generation() == matches.generation()).isPresent()
                : now.isEmpty();
        if (!holds) {
            String found = now.map(is -> "is of generation " + is.generation()).orElse("does not exist");
            throw FileErrors.of(Reason.PRECONDITION_FAILED, object, found + ", expected: " + precondition);
        }
    }

    private void replace(TemporaryFile temporary) throws IOException {
        try (FolderLock held = FolderLock.take(FileNames.parent(path))) {
            requireHolds();
            Files.move(temporary.path(), path, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** A link, unlike a move, fails if the name is taken. */
    private void create(TemporaryFile temporary) throws IOException {
        try {
            Files.createLink(path, temporary.path());
        } catch (FileAlreadyExistsException e) {
            throw new StoreException(Reason.PRECONDITION_FAILED, object, object + " is there already", e);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            createWithoutLink(temporary);
        }
    }

    /** For file systems without links: all writers there take this lock. */
    private void createWithoutLink(TemporaryFile temporary) throws IOException {
        try (FolderLock held = FolderLock.take(FileNames.parent(path))) {
            requireHolds();
            Files.move(temporary.path(), path, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Makes the name durable. Platforms that cannot open a folder do not need it. */
    private void syncFolder() {
        try (FileChannel channel = FileChannel.open(FileNames.parent(path), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }
}
