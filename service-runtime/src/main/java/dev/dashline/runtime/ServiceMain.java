package dev.dashline.runtime;

import dev.dashline.runtime.config.ConfigException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one service for the life of a process. */
public final class ServiceMain {

    /** The configuration is wrong. */
    public static final int EXIT_USAGE = 2;
    /** The service broke. */
    public static final int EXIT_FAULT = 1;

    private static final Logger log = LoggerFactory.getLogger(ServiceMain.class);

    private ServiceMain() {}

    /**
     * Runs until the process is told to end (SIGTERM, SIGINT) or the service has a fatal error. Blocks.
     *
     * @return the exit status; on SIGTERM the JVM's own, 143, after the service has closed
     */
    public static int run(Map<String, String> environment, Function<Map<String, String>, Service> factory) {
        Service service;
        try {
            service = factory.apply(environment);
        } catch (ConfigException e) {
            e.problems().forEach(problem -> System.err.println("configuration: " + problem));
            return EXIT_USAGE;
        }
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(service, closed), "shutdown"));
        service.start();
        log.atInfo().addKeyValue("service", service.name()).log("started");
        try {
            while (!closed.await(500, TimeUnit.MILLISECONDS)) {
                if (service.fatalError().isPresent()) {
                    log.atError().setCause(service.fatalError().get()).log("giving up");
                    return EXIT_FAULT;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private static void close(Service service, CountDownLatch closed) {
        log.atInfo().addKeyValue("service", service.name()).log("stopping");
        service.close();
        closed.countDown();
    }
}
