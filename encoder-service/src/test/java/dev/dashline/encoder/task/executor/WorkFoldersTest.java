package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFoldersTest {

    @TempDir
    private Path folder;

    @Test
    void removesWhatAProcessThatWasKilledHasLeftAndNothingOfOneThatLives() throws Exception {
        Process killed = worker();
        Process living = worker();
        try (BufferedReader first = output(killed);
                BufferedReader second = output(living)) {
            Path left = Path.of(first.readLine());
            Path used = Path.of(second.readLine());
            killed.destroyForcibly().waitFor();
            assertThat(left.resolve("file")).exists();

            try (WorkFolders one = new WorkFolders(folder);
                    Scratch ours = Scratch.in(folder, one.prefix());
                    WorkFolders other = new WorkFolders(folder)) {
                assertThat(folder).isDirectoryNotContaining(file -> file.equals(left));
                assertThat(used.resolve("file")).exists();
                assertThat(ours.folder()).exists();
                assertThat(other.prefix()).isNotEqualTo(one.prefix());
            }
            // The living one's folder, and its lock.
            assertThat(folder).isDirectoryContaining(file -> file.equals(used));
            assertThat(folder.toFile().list()).hasSize(2);
        } finally {
            killed.destroyForcibly();
            living.destroyForcibly();
        }
    }

    private Process worker() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** A process with a task that lasts for as long as it lives. */
    static final class Worker {

        private Worker() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            try (WorkFolders folders = new WorkFolders(folder);
                    Scratch scratch = Scratch.in(folder, folders.prefix())) {
                Files.createFile(scratch.folder().resolve("file"));
                System.out.println(scratch.folder());
                // Nobody closes its standard input before it is killed.
                System.in.read();
            }
        }
    }
}
