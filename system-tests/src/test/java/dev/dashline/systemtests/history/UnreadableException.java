package dev.dashline.systemtests.history;

/** A manifest that is not there, or that no player understands. */
final class UnreadableException extends Exception {

    UnreadableException(String message) {
        super(message);
    }
}
