package dev.dashline.cli.run;

import dev.dashline.cli.base.Version;
import dev.dashline.encoder.EncoderMain;
import dev.dashline.ingest.IngestMain;
import dev.dashline.publisher.PublisherMain;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs one service, as its image does, which has that service alone. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "SERVICE",
        header = "Run one service of a fleet, configured by its environment.",
        description = {
            "",
            "Every variable is in docs/configuration.md. A second encoder joins with: dashline run encoder"
        })
public final class RunCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "a service is missing");
    }

    @Command(
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            name = "ingest",
            header = "ingest-service: accepts requests over HTTP.")
    int ingest() {
        return IngestMain.run(System.getenv());
    }

    @Command(
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            name = "encoder",
            header = "encoder-service: encodes, beside as many others as there are.")
    int encoder() {
        return EncoderMain.run(System.getenv());
    }

    @Command(
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            name = "publisher",
            header = "publisher-service: publishes in time, or says that it failed.")
    int publisher() {
        return PublisherMain.run(System.getenv());
    }
}
