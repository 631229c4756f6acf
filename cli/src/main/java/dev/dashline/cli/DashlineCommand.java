package dev.dashline.cli;

import dev.dashline.cli.base.Version;
import dev.dashline.cli.failed.FailedCommand;
import dev.dashline.cli.key.KeyCommand;
import dev.dashline.cli.run.DevCommand;
import dev.dashline.cli.run.DrainCommand;
import dev.dashline.cli.run.GcsEmulatorCommand;
import dev.dashline.cli.run.LagCommand;
import dev.dashline.cli.run.RunCommand;
import dev.dashline.cli.run.SimulateCommand;
import dev.dashline.cli.run.TopicsCommand;
import dev.dashline.cli.video.CancelCommand;
import dev.dashline.cli.video.EncodeCommand;
import dev.dashline.cli.video.ProfilesCommand;
import dev.dashline.cli.video.StatusCommand;
import dev.dashline.cli.video.SubmitCommand;
import dev.dashline.cli.video.UnpublishCommand;
import dev.dashline.cli.webhook.WebhookCommand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself: what there is, and nothing more. */
@Command(
        name = "dashline",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            EncodeCommand.class,
            DevCommand.class,
            SubmitCommand.class,
            StatusCommand.class,
            ProfilesCommand.class,
            CancelCommand.class,
            UnpublishCommand.class,
            FailedCommand.class,
            LagCommand.class,
            DrainCommand.class,
            KeyCommand.class,
            WebhookCommand.class,
            SimulateCommand.class,
            TopicsCommand.class,
            GcsEmulatorCommand.class,
            RunCommand.class
        },
        header = "Put a video in; get MPEG-DASH and HLS out, on time, on as many machines as you have.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {"", "Begin with:  dashline encode video.mp4", "More of each:  dashline COMMAND -h"})
final class DashlineCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "a command is missing");
    }
}
