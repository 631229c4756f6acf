package dev.dashline.cli.failed;

import dev.dashline.cli.base.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done about failures. */
@Command(
        name = "failed",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {FailedListCommand.class, FailedShowCommand.class, FailedReplayCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        header = "Look at what failed, and try it again.")
public final class FailedCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "a command is missing");
    }
}
