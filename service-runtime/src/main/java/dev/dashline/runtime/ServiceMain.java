package dev.dashline.runtime;

import dev.dashline.runtime.config.ConfigException;
import dev.dashline.runtime.config.Settings;
import dev.dashline.runtime.log.LogSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one service for the life of a process. The exit status is {@link #EXIT_USAGE}, {@link #EXIT_FAULT}, or after a
 * signal the JVM's own: 143 for SIGTERM, 130 for SIGINT. The service is closed before the process ends with that
 * status, so the parent process can tell that a signal ended it.
 */
public final class ServiceMain {

    /** The configuration is invalid. */
    public static final int EXIT_USAGE = 2;
    /** The service could not start, broke, or did not close. */
    public static final int EXIT_FAULT = 1;

    private static final Logger log = LoggerFactory.getLogger(ServiceMain.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private ServiceMain() {}

    /**
     * Runs until a signal ends the process or the service has a fatal error. Blocks.
     *
     * @param factory creates the service, or throws {@link ConfigException}
     * @return the exit status for {@link System#exit}, which also closes the service if it is not closed yet
     */
    public static int run(Map<String, String> environment, Function<Map<String, String>, Service> factory) {
        // Created first, since the clock may be set while the service starts.
        return run(environment, factory, new ClockWatch());
    }

    static int run(Map<String, String> environment, Function<Map<String, String>, Service> factory, ClockWatch clock) {
        HttpServerProperties.set();
        Service service;
        try {
            service = create(environment, factory);
        } catch (ConfigException e) {
            e.problems().forEach(problem -> System.err.println("configuration: " + problem));
            return EXIT_USAGE;
        } catch (RuntimeException e) {
            return refused(e);
        }
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(service, closed), "shutdown"));
        return live(service, closed, clock);
    }

    /** Reports mistakes in the settings of logs and of the service together. */
    private static Service create(Map<String, String> environment, Function<Map<String, String>, Service> factory) {
        List<ConfigException.Problem> problems = new ArrayList<>();
        try {
            Settings.load(environment, LogSettings.SETTINGS);
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
        Service service = null;
        try {
            service = factory.apply(environment);
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
        if (service == null || !problems.isEmpty()) {
            closeIfMade(service);
            throw new ConfigException(problems);
        }
        return service;
    }

    private static void closeIfMade(@Nullable Service service) {
        if (service != null) {
            service.close();
        }
    }

    /** Kafka validates settings that are passed through to it only when a client is created. */
    private static int refused(RuntimeException refusal) {
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            if (cause instanceof org.apache.kafka.common.config.ConfigException) {
                System.err.println("configuration: " + cause.getMessage());
                return EXIT_USAGE;
            }
        }
        log.atError().setCause(refusal).log("service cannot be set up");
        return EXIT_FAULT;
    }

    private static int live(Service service, CountDownLatch closed, ClockWatch clock) {
        try {
            service.start();
            log.atInfo().addKeyValue("service", service.name()).log("started");
            while (!closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                reactTo(clock.change());
                Optional<Throwable> fault = service.fatalError();
                if (fault.isPresent()) {
                    log.atError().setCause(fault.get()).log("service broken, process ends");
                    return EXIT_FAULT;
                }
            }
            return 0; // The JVM is on its way out, with the status of the signal.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return EXIT_FAULT;
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("service cannot start");
            return EXIT_FAULT;
        }
    }

    /** If the clock was set back, the waits of Kafka clients last longer by that time, and so does closing them. */
    private static void reactTo(Duration change) {
        if (change.isNegative()) {
            log.atError().addKeyValue("by", change.abs()).log("clock was set back, process ends to be started again");
            Runtime.getRuntime().halt(EXIT_FAULT);
        }
        if (!change.isZero()) {
            log.atWarn().addKeyValue("by", change).log("clock was set forward, or the machine slept");
        }
    }

    private static void close(Service service, CountDownLatch closed) {
        log.atInfo().addKeyValue("service", service.name()).log("stopping");
        Duration within = service.closeWithin();
        Thread closer = new Thread(service::close, "close");
        closer.setUncaughtExceptionHandler(
                (thread, fault) -> log.atError().setCause(fault).log("service did not close"));
        closer.start();
        try {
            closer.join(within.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closer.isAlive()) {
            log.atError().addKeyValue("within", within).log("service did not close in time, process ends");
            Runtime.getRuntime().halt(EXIT_FAULT); // All parts bear a hard end.
        }
        log.atInfo().addKeyValue("service", service.name()).log("stopped");
        closed.countDown();
    }
}
