package dev.dashline.cli.webhook;

import dev.dashline.cli.base.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done about webhooks. */
@Command(
        name = "webhook",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            WebhookSetCommand.class,
            WebhookListCommand.class,
            WebhookDeleteCommand.class,
            WebhookLogCommand.class,
            WebhookResendCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        header = "Say who is told of the events of videos, and see what became of it.",
        description = {
            "",
            "Receivers and their secrets are in the topic webhook-targets, what became of each try is in"
                    + " webhook-deliveries, so this talks to Kafka."
        })
public final class WebhookCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "a command is missing");
    }
}
