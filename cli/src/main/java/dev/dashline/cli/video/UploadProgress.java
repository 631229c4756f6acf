package dev.dashline.cli.video;

import dev.dashline.cli.client.FileUpload;
import java.io.PrintStream;
import java.util.Locale;

/** Tells a person how an upload goes: in one line that changes on a terminal, in a line for each tenth elsewhere. */
final class UploadProgress implements FileUpload.Listener {

    private static final double MIB = 1 << 20;
    private static final String REWRITE = "\r\u001b[K";

    private final String input;
    private final boolean terminal;
    private final PrintStream err;
    private int tenths = -1;

    UploadProgress(String input, boolean terminal, PrintStream err) {
        this.input = input;
        this.terminal = terminal;
        this.err = err;
    }

    @Override
    public void sent(long bytes, long size) {
        int percent = size == 0 ? 100 : (int) (bytes * 100 / size);
        String line = String.format(Locale.ROOT, "%s  %d %% of %.1f MiB uploaded", input, percent, size / MIB);
        if (terminal) {
            err.print(REWRITE + line + (bytes == size ? System.lineSeparator() : ""));
            err.flush();
        } else if (percent / 10 != tenths) {
            err.println(line);
        }
        tenths = percent / 10;
    }

    @Override
    public void broken(String why) {
        err.println((terminal ? REWRITE : "") + "dashline: " + why + " Trying again.");
    }
}
