package dev.dashline.systemtests.faults;

import dev.dashline.systemtests.Clips;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Videos to encode, and one kind that is none until somebody mends it. Thread-safe. */
final class Sources {

    private static final int FRAME_RATE = 25;
    private static final List<Integer> SECONDS = List.of(2, 3, 6);

    private final Path folder;

    Sources(Path folder) {
        this.folder = folder;
    }

    /**
     * A source.
     *
     * @param frames how many pictures it has, or will have once it is mended
     */
    record Source(URI uri, long frames) {}

    void make() throws IOException, InterruptedException {
        for (int seconds : SECONDS) {
            Clips.make(clip(seconds), seconds);
        }
    }

    /** One that can be encoded. */
    Source good(int choice) {
        int seconds = SECONDS.get(Math.floorMod(choice, SECONDS.size()));
        return new Source(clip(seconds).toUri(), (long) seconds * FRAME_RATE);
    }

    /** One that is a text. */
    Source broken(int number) throws IOException {
        Path file = folder.resolve("broken-" + number + ".mp4");
        Files.writeString(file, "This is a text. ".repeat(100));
        return new Source(file.toUri(), (long) SECONDS.get(0) * FRAME_RATE);
    }

    /** One that nobody looks at, because encoding is simulated. */
    URI none() {
        return folder.resolve("none.mp4").toUri();
    }

    /** Makes videos of all that are texts. */
    void mend() throws IOException {
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
