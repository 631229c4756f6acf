package dev.dashline.runtime.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class PausePointTest {

    @TempDir
    Path folder;

    @Test
    void goesOnAtOnceWhereNothingIsArmed() {
        PausePoint.LEASED.reach(folder);
        PausePoint.LEASED.reach();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void holdsOneThreadUntilItIsLetGo() throws Exception {
        Files.createFile(folder.resolve("leased"));
        Path taken = folder.resolve("leased." + ProcessHandle.current().pid());
        Thread held = new Thread(() -> PausePoint.LEASED.reach(folder));
        held.start();
        await().until(() -> Files.exists(taken));

        PausePoint.LEASED.reach(folder);
        PausePoint.REPORTED.reach(folder);
        assertThat(held.isAlive()).isTrue();
        Files.delete(taken);

        held.join();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void letsGoOfAThreadThatIsInterrupted() throws Exception {
        Files.createFile(folder.resolve("encoding"));
        Thread.currentThread().interrupt();

        PausePoint.ENCODING.reach(folder);

        assertThat(Thread.interrupted()).isTrue();
    }
}
