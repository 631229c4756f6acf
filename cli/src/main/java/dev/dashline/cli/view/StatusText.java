package dev.dashline.cli.view;

import dev.dashline.cli.follow.VideoOutcome;
import dev.dashline.cli.follow.VideoPhase;
import dev.dashline.cli.follow.VideoSnapshot;
import java.time.Duration;
import java.util.Locale;

/** Words and bars for a video's status. Pure. */
final class StatusText {

    private static final int NAME_WIDTH = 28;
    private static final int LEAST_BAR = 10;
    private static final int MOST_BAR = 40;
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private StatusText() {}

    /** The text after the video's name: {@code encoding 42%, 3.1x, 0:12 left}. */
    static String describe(VideoSnapshot status) {
        StringBuilder text = new StringBuilder(status.state().word());
        if (status.state() == VideoPhase.ENCODING) {
            text.append(status.fraction() > 0 ? " " + percent(status) : "");
            status.speed().ifPresent(speed -> text.append(", ").append(speed(speed)));
            status.timeLeft()
                    .ifPresent(left -> text.append(", ").append(clock(left)).append(" left"));
        }
        if (status.outcome().orElse(null) instanceof VideoOutcome.Failed failed) {
            text.append(": ").append(failed.code());
        }
        return text.toString();
    }

    /** One line of at most {@code width} characters: name, percent, bar and text. */
    static String bar(VideoSnapshot status, int width) {
        String words = status.state() == VideoPhase.ENCODING
                ? describe(status).replaceFirst("encoding \\d+%(, )?", "")
                : describe(status);
        String head = fit(fileName(status.input()), NAME_WIDTH) + String.format(" %4s ", percent(status));
        int room = Math.min(MOST_BAR, width - head.length() - 26);
        // A failed video has no bar, only the reason.
        String bar = room < LEAST_BAR || status.state() == VideoPhase.FAILED
                ? ""
                : '│' + blocks(status.fraction(), room) + "│ ";
        String line = head + bar + words;
        return line.length() <= width ? line : line.substring(0, Math.max(0, width));
    }

    static String percent(VideoSnapshot status) {
        // 100 % is for what is done: rounding up would show it too early.
        return (int) Math.floor(status.fraction() * 100) + "%";
    }

    static String speed(double speed) {
        return String.format(Locale.ROOT, speed < 10 ? "%.1fx" : "%.0fx", speed);
    }

    /** {@code 0:05}, {@code 12:34}, {@code 1:02:03}. */
    static String clock(Duration time) {
        long seconds = Math.max(0, (time.toMillis() + 999) / 1000);
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    static String fileName(String input) {
        String trimmed = input.endsWith("/") ? input.substring(0, input.length() - 1) : input;
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    private static String blocks(double fraction, int cells) {
        int eighths = (int) Math.floor(Math.min(1, Math.max(0, fraction)) * cells * 8);
        String full = "█".repeat(eighths / 8);
        String partial = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
        return full + partial + " ".repeat(cells - full.length() - partial.length());
    }

    private static String fit(String text, int width) {
        return text.length() <= width
                ? text + " ".repeat(width - text.length())
                : text.substring(0, width / 2) + '…' + text.substring(text.length() - (width - width / 2 - 1));
    }
}
