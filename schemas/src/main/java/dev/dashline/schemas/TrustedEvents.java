package dev.dashline.schemas;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that it may load the event classes by their names: since 1.12.2 it loads none that nobody vouched for.
 * What else is trusted in this JVM stays so.
 */
public final class TrustedEvents {

    private static final String EVENTS = "dev.dashline.events";

    static {
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), TrustedEvents::isEvent));
    }

    private TrustedEvents() {}

    /** Done when this returns; again and again is the same as once. The serdes and {@link Topics} call it; code that
     * builds events before it touches either calls it first. */
    public static void vouch() {
        // The class initializer did it.
    }

    private static boolean isEvent(Class<?> type) {
        String name = type.getPackageName();
        return name.equals(EVENTS) || name.startsWith(EVENTS + '.');
    }
}
