package dev.dashline.ingest.problem;

/** Ends the handling of a request with a problem. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** Why the request is refused. */
    public Problem problem() {
        return problem;
    }
}
