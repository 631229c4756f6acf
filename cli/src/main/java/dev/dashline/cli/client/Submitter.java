package dev.dashline.cli.client;

import dev.dashline.cli.base.CliException;

/** Hands requests to Dashline. Thread-safe. */
public interface Submitter {

    /**
     * Asks for a video, and returns the id that it was given once the request can no longer be lost.
     *
     * @throws CliException if it is refused; says why
     */
    String submit(Submission submission);
}
