package dev.dashline.cli.base;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What every command has. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
public abstract class BaseCommand implements Callable<Integer> {

    @Option(
            names = {"-v", "--verbose"},
            description = "Show the services' logs, the whole of an error, and what was understood of a source.")
    private boolean verbose;

    public final boolean verbose() {
        return verbose;
    }
}
