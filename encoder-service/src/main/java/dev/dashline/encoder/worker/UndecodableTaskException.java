package dev.dashline.encoder.worker;

/** A record on the task topic is no task. */
final class UndecodableTaskException extends Exception {
    UndecodableTaskException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
