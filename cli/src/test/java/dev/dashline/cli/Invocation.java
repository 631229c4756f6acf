package dev.dashline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;

/** A command as a user saw it. */
public record Invocation(int exitCode, String out, String err) {

    public static Invocation of(String... arguments) {
        return withInput("", arguments);
    }

    public static Invocation withInput(String input, String... arguments) {
        InputStream in = System.in;
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
        System.setOut(new PrintStream(printed, true, UTF_8));
        System.setErr(new PrintStream(told, true, UTF_8));
        try {
            int exitCode = DashlineMain.commandLine()
                    .setErr(new PrintWriter(System.err, true, UTF_8))
                    .execute(arguments);
            return new Invocation(exitCode, printed.toString(UTF_8), told.toString(UTF_8));
        } finally {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
        }
    }
}
