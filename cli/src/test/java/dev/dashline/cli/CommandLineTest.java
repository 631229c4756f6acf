package dev.dashline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.cli.base.CliException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandLineTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void saysItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString().strip()).matches("dashline \\d+\\.\\d+\\.\\d+.*");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void explainsEachCommand(String command) {
        String[] arguments = (command + " -h").strip().split(" ");

        assertThat(run(arguments)).isZero();
        assertThat(out.toString()).contains("Usage: dashline " + command.strip());
    }

    @Test
    void saysInOneLineWhatIsWrongWithTheArguments() {
        assertThat(run("status", "--url", "ftp://x", "id")).isEqualTo(CliException.USAGE);
        assertThat(run("status")).isEqualTo(CliException.USAGE);
        assertThat(run("--nonsense")).isEqualTo(CliException.USAGE);
        assertThat(run()).isEqualTo(CliException.USAGE);

        assertThat(err.toString().lines())
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).startsWith("dashline: "));
    }

    @Test
    void saysWhatToDoWhenNothingAnswers() {
        assertThat(run("status", "--url", "http://localhost:1", "id")).isEqualTo(CliException.FAILED);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "dashline: nothing answers at http://localhost:1/; start it with: dashline dev,"
                                + " or say where it is with --url");
    }

    private static Stream<String> commands() {
        return names("", DashlineMain.commandLine());
    }

    private static Stream<String> names(String prefix, CommandLine command) {
        return Stream.concat(
                Stream.of(prefix),
                command.getSubcommands().entrySet().stream()
                        .flatMap(sub -> names((prefix + " " + sub.getKey()).strip(), sub.getValue())));
    }

    private int run(String... arguments) {
        return DashlineMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
