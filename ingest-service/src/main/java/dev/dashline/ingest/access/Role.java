package dev.dashline.ingest.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do. No role contains another. */
public enum Role {
    /** Ask for videos. */
    SUBMIT,
    /** See videos and how they fare. */
    VIEW,
    /** Replay and cancel videos. */
    OPERATE;

    /** The role of this name; empty if there is none. */
    public static Optional<Role> named(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    /** Its name in keys, tokens and documents. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
