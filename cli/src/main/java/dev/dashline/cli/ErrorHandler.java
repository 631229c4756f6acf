package dev.dashline.cli;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.CliException;
import dev.dashline.runtime.config.ConfigException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns every exception into one line that says what to do next, and an exit code. */
final class ErrorHandler {

    private ErrorHandler() {}

    static int usage(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println("dashline: " + oneLine(Objects.requireNonNullElse(error.getMessage(), "wrong usage")) + " (see: "
                + name + " -h)");
        return CliException.USAGE;
    }

    static int failure(Exception error, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (isShuttingDown()) {
            // Ctrl-C has interrupted the command: the user knows that.
            return CliException.FAILED;
        }
        boolean verbose = command.getCommand() instanceof BaseCommand base && base.verbose();
        if (verbose) {
            error.printStackTrace(err);
        }
        if (error instanceof CliException expected) {
            err.println("dashline: " + expected.getMessage());
            return expected.exitCode();
        }
        if (error instanceof ConfigException wrong) {
            wrong.problems().forEach(problem -> err.println("dashline: " + problem));
            return CliException.USAGE;
        }
        err.println("dashline: " + describe(error) + (verbose ? "" : "; run it again with --verbose to see where"));
        return CliException.FAILED;
    }

    private static boolean isShuttingDown() {
        Thread probe = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static String describe(Throwable error) {
        String message = error.getMessage();
        String name = error.getClass().getSimpleName();
        if (error instanceof UncheckedIOException && message != null) {
            return oneLine(message);
        }
        return message == null || message.isBlank() ? name : name + ": " + oneLine(message);
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
