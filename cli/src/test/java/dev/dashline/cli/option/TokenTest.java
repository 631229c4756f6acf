package dev.dashline.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.cli.base.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void takesTheCommandLineBeforeTheEnvironmentBeforeTheFile() throws IOException {
        Map<String, String> file = Map.of(Token.FILE_VARIABLE, file("rw-------").toString());
        Map<String, String> both =
                Map.of(Token.VARIABLE, "from-env", Token.FILE_VARIABLE, file.get(Token.FILE_VARIABLE));

        assertThat(Token.find(Optional.of("given"), both)).contains("given");
        assertThat(Token.find(Optional.empty(), both)).contains("from-env");
        assertThat(Token.find(Optional.empty(), file)).contains("from-file");
        assertThat(Token.find(Optional.empty(), Map.of("HOME", folder.toString())))
                .isEmpty();
    }

    @Test
    void takesTheFileOfTheUser() throws IOException {
        Path file = folder.resolve(".config/dashline/config");
        Files.createDirectories(file.getParent());
        Files.move(file("r--------"), file);

        assertThat(Token.find(Optional.empty(), Map.of("HOME", folder.toString())))
                .contains("from-file");
    }

    @Test
    void doesNotTakeAFileThatOthersMayRead() throws IOException {
        String file = file("rw-r-----").toString();

        assertThatThrownBy(() -> Token.find(Optional.empty(), Map.of(Token.FILE_VARIABLE, file)))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("chmod 600 " + file);
        assertThat(Token.find(Optional.of("given"), Map.of(Token.FILE_VARIABLE, file)))
                .contains("given");
    }

    @Test
    void refusesWhatCannotBeSent() {
        assertThatThrownBy(() -> Token.find(Optional.of("a b"), Map.of())).isInstanceOf(CliException.class);
    }

    private Path file(String mode) throws IOException {
        Path file = Files.writeString(folder.resolve("config-" + mode), "token = from-file\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
