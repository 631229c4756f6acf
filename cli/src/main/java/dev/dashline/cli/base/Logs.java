package dev.dashline.cli.base;

/** Which logs a command lets through. To be called before anything logs, since logback reads it once. */
public final class Logs {

    private static final String OURS = "LOG_LEVEL";
    private static final String LIBRARIES = "LOG_LEVEL_LIBRARIES";

    private Logs() {}

    /** None: what a person needs to know is printed, and the rest would hide it. All that is usual if {@code verbose}. */
    public static void quiet(boolean verbose) {
        set(OURS, verbose ? "INFO" : "OFF");
        set(LIBRARIES, verbose ? "WARN" : "OFF");
    }

    /** What the services do, for a stack that stays; what libraries say as well if {@code verbose}. */
    public static void services(boolean verbose) {
        set(OURS, "INFO");
        set(LIBRARIES, verbose ? "WARN" : "ERROR");
    }

    /** The environment is stronger. */
    private static void set(String key, String level) {
        if (System.getenv(key) == null) {
            System.setProperty(key, level);
        }
    }
}
