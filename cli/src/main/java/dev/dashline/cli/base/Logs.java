package dev.dashline.cli.base;

/** Sets which logs a command prints. Must be called before anything logs, because logback reads it once. */
public final class Logs {

    private static final String OURS = "LOG_LEVEL";
    private static final String LIBRARIES = "LOG_LEVEL_LIBRARIES";

    private Logs() {}

    /** No logs, which would hide what the command prints; the usual ones if {@code verbose}. */
    public static void quiet(boolean verbose) {
        set(OURS, verbose ? "INFO" : "OFF");
        set(LIBRARIES, verbose ? "WARN" : "OFF");
    }

    /** The services' logs, for a stack that keeps running; with more of the libraries' if {@code verbose}. */
    public static void services(boolean verbose) {
        set(OURS, "INFO");
        set(LIBRARIES, verbose ? "WARN" : "ERROR");
    }

    /** The environment wins. */
    private static void set(String key, String level) {
        if (System.getenv(key) == null) {
            System.setProperty(key, level);
        }
    }
}
