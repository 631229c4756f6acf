package dev.dashline.systemtests.faults;

import dev.dashline.systemtests.Clips;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Source files: good clips, and broken ones that are repaired later. Thread-safe. */
final class SourceFiles {

    private static final int FRAME_RATE = 25;
    private static final List<Integer> SECONDS = List.of(2, 3, 6);

    private final Path folder;

    SourceFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * A source.
     *
     * @param frames how many frames it has, or will have once it is repaired
     */
    record Clip(URI uri, long frames) {}

    void make() throws IOException, InterruptedException {
        for (int seconds : SECONDS) {
            Clips.make(clip(seconds), seconds);
        }
    }

    /** A clip that can be encoded. */
    Clip good(int choice) {
        int seconds = SECONDS.get(Math.floorMod(choice, SECONDS.size()));
        return new Clip(clip(seconds).toUri(), (long) seconds * FRAME_RATE);
    }

    /** A text file that is named like a video. */
    Clip broken(int number) throws IOException {
        Path file = folder.resolve("broken-" + number + ".mp4");
        Files.writeString(file, "This is a text. ".repeat(100));
        return new Clip(file.toUri(), (long) SECONDS.get(0) * FRAME_RATE);
    }

    /** A source that does not exist: simulated encoding does not read it. */
    URI none() {
        return folder.resolve("none.mp4").toUri();
    }

    /** Replaces every broken source by a clip. */
    void repair() throws IOException {
        for (Path file : Shell.files(folder)) {
            if (String.valueOf(file.getFileName()).startsWith("broken-")) {
                Files.copy(clip(SECONDS.get(0)), file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path clip(int seconds) {
        return folder.resolve("clip-" + seconds + ".mp4");
    }
}
