package dev.dashline.systemtests.faults;

import dev.dashline.systemtests.Clips;
import dev.dashline.systemtests.history.PublicStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The public store as a folder. */
final class FolderStore implements PublicStore {

    private final Platform platform;
    private final Path root;

    FolderStore(Platform platform) {
        this.platform = platform;
        this.root = platform.objects("videos");
    }

    @Override
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        Shell.files(root).forEach(file -> names.add(root.relativize(file).toString()));
        return names;
    }

    @Override
    public Optional<byte[]> read(String name) {
        try {
            Path file = root.resolve(name);
            return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name(String uri) {
        return root.relativize(platform.file(URI.create(uri))).toString();
    }

    @Override
    public Decoded decode(String manifest) {
        try {
            return Clips.decode(root.resolve(manifest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
