package dev.dashline.runtime;

/**
 * Properties that configure the JDK's HTTP server. The server reads them once in a JVM, so a process has to set them
 * before it creates the first server. Properties that were given on the command line are kept.
 */
public final class HttpServerProperties {

    private HttpServerProperties() {}

    /** Call this at the start of a process. */
    public static void set() {
        // Seconds. Without these limits, a client that stops in the middle of a request, or does not read its response,
        // occupies a thread for ever.
        setIfAbsent("maxReqTime", "5");
        setIfAbsent("maxRspTime", "30");
        // Without this, each response waits about 40 ms for an acknowledgement from the client.
        setIfAbsent("nodelay", "true");
    }

    private static void setIfAbsent(String name, String value) {
        System.getProperties().putIfAbsent("sun.net.httpserver." + name, value);
    }
}
