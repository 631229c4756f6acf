package dev.dashline.media.cage;

import java.util.Locale;

/** Whether programs are held. */
public enum Confinement {
    /** As far as this machine can; what it cannot is logged. */
    AUTO,
    /** Fully, or the service does not start. */
    REQUIRED,
    /** Only the environment is kept from them. */
    OFF;

    /**
     * Reads its name, in lower case.
     *
     * @throws IllegalArgumentException if there is no such value
     */
    public static Confinement parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
