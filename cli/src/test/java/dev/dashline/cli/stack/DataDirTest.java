package dev.dashline.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.cli.base.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirTest {

    @Test
    void refusesAFolderThatIsInUse(@TempDir Path folder) {
        try (DataDir first = DataDir.kept(folder)) {
            assertThat(first.path()).isEqualTo(folder);
            assertThatThrownBy(() -> DataDir.kept(folder))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining(
                            "is in use by process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--data-dir");
        }
    }

    @Test
    void opensAFolderAgainWithWhatIsInIt(@TempDir Path folder) throws IOException {
        try (DataDir first = DataDir.kept(folder)) {
            Files.writeString(first.folder("broker").resolve("log"), "kept");
        }
        try (DataDir second = DataDir.kept(folder)) {
            assertThat(second.folder("broker").resolve("log")).hasContent("kept");
        }
    }

    @Test
    void leavesNothingOfATemporaryFolder() throws IOException {
        DataDir data = DataDir.temporary();
        Files.writeString(data.folder("broker").resolve("log"), "gone");

        data.close();
        data.close();

        assertThat(data.path()).doesNotExist();
    }
}
