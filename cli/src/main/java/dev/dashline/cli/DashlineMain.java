package dev.dashline.cli;

import dev.dashline.runtime.HttpServerProperties;
import picocli.CommandLine;

/** Arguments → command → exit code. */
public final class DashlineMain {

    private DashlineMain() {}

    public static void main(String[] arguments) {
        HttpServerProperties.set();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new DashlineCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(ErrorHandler::usage)
                .setExecutionExceptionHandler(ErrorHandler::failure);
    }
}
