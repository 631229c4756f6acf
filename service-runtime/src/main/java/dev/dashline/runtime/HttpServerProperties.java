package dev.dashline.runtime;

/**
 * The properties by which the JDK's HTTP server is configured. It reads them once in a JVM, so a process has to set them before it makes the
 * first server. What was given on the command line stays.
 */
public final class HttpServerProperties {

    private HttpServerProperties() {}

    /** To be called at the start of a process. */
    public static void set() {
        // Seconds. Without them a client that stops in the middle of a request, or does not read its answer, keeps a
        // thread for ever.
        setIfAbsent("maxReqTime", "5");
        setIfAbsent("maxRspTime", "30");
        // Without it each answer waits some 40 ms for the client's acknowledgement.
        setIfAbsent("nodelay", "true");
    }

    private static void setIfAbsent(String name, String value) {
        System.getProperties().putIfAbsent("sun.net.httpserver." + name, value);
    }
}
