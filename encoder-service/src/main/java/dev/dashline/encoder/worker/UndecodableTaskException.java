package dev.dashline.encoder.worker;

/** A record of a task topic is no task, and never will be. */
final class UndecodableTaskException extends Exception {
    UndecodableTaskException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
