package dev.dashline.cli.key;

import dev.dashline.cli.base.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done about the keys of the API. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {KeyCreateCommand.class, KeyListCommand.class, KeyRevokeCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        header = "Say who may use the API: make, list and revoke keys.",
        description = {
            "",
            "Keys are in the topic api-keys, so this talks to Kafka, and whoever may write there may make keys."
        })
public final class KeyCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "a command is missing");
    }
}
