package dev.dashline.ingest.http.gate;

import java.util.stream.Stream;

/** Some operations of the API that belong together. */
@FunctionalInterface
public interface Operations extends AutoCloseable {

    /**
     * The operations, with the roles that they need.
     *
     * @param gate tells who sends a request, for operations that everybody may use
     */
    Stream<Route> routes(Gate gate);

    /** The requests that they serve at a time beside those that the server counts; each takes a thread. */
    default int besides() {
        return 0;
    }

    /** Ends what they still do after a request was served. */
    @Override
    default void close() {}
}
