package dev.dashline.schemas;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that it may make instances of our events. Avro refuses classes that it was not told of, so that a schema from
 * outside cannot name any class it likes; this trusts the package {@code dev.dashline.events} and those below it, and leaves all
 * else as it was.
 *
 * <p>The serdes and {@link Topics} call it. Code that builds events before it touches either must call it first.
 */
public final class TrustedEvents {

    private static final String OURS = "dev.dashline.events.";

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith(OURS)));
    }

    private TrustedEvents() {}

    /** Idempotent, and safe to call from any thread. */
    public static void trust() {
        // All is done once, when this class is initialised.
    }
}
