package dev.dashline.systemtests.history;

/** A manifest is missing, or no player can read it. */
final class UnreadableException extends Exception {

    UnreadableException(String message) {
        super(message);
    }
}
