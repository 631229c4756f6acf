package dev.dashline.systemtests.faults;

import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import dev.dashline.systemtests.faults.ServiceProcess.Launch;
import dev.dashline.systemtests.history.Invariant;
import dev.dashline.systemtests.history.Violation;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** All replicas of all services. Like a platform, it restarts those that have ended. Thread-safe. */
final class ServiceFleet implements AutoCloseable {

    /** What is wrong with a process that had to be killed. */
    static final String STUBBORN = "did not end when told to";

    private static final int REPLICAS = 2;
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    private final List<ServiceProcess> processes;
    private final Journal journal;
    private final ScheduledExecutorService supervisor = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger restarts = new AtomicInteger();

    ServiceFleet(List<ServiceProcess> processes, Journal journal) {
        this.processes = List.copyOf(processes);
        this.journal = journal;
    }

    /**
     * Two replicas of ingest-service and of publisher-service, and some encoders with four slots, which only simulate.
     *
     * @param api gets the addresses of the API
     */
    static ServiceFleet simulated(Platform platform, Launch launch, int encoders, List<URI> api, Journal journal) {
        List<ServiceProcess> processes = new ArrayList<>();
        for (int number = 1; number <= REPLICAS; number++) {
            int port = Ports.free();
            api.add(URI.create("http://127.0.0.1:" + port));
            Map<String, String> open = Map.of("HOST", "127.0.0.1", "AUTH", "off", "PORT", Integer.toString(port));
            processes.add(process(platform, launch, Kind.INGEST, number, open));
            processes.add(process(platform, launch, Kind.PUBLISHER, number, Map.of()));
        }
        Map<String, String> slots = Map.of("ENCODER_KIND", "simulated", "ENCODER_SLOTS", "4");
        for (int number = 1; number <= encoders; number++) {
            processes.add(process(platform, launch, Kind.ENCODER, number, slots));
        }
        return new ServiceFleet(processes, journal);
    }

    private static ServiceProcess process(
            Platform platform, Launch launch, Kind kind, int number, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(platform.environment(kind));
        environment.putAll(more);
        return new ServiceProcess(kind, number, launch, environment);
    }

    void start() throws InterruptedException {
        processes.forEach(ServiceProcess::start);
        var unused = supervisor.scheduleWithFixedDelay(this::restartMissing, 1, 1, TimeUnit.SECONDS);
        awaitReady();
    }

    void awaitReady() throws InterruptedException {
        for (ServiceProcess each : processes) {
            if (!Shell.await(READY_WITHIN, each::isReady)) {
                throw new IllegalStateException(each.name() + " did not become ready: see its log");
            }
        }
    }

    List<ServiceProcess> of(Kind kind) {
        return processes.stream().filter(each -> each.kind() == kind).toList();
    }

    /** A running replica of this kind, chosen at random. */
    Optional<ServiceProcess> any(Kind kind, Random random) {
        List<ServiceProcess> up = of(kind).stream().filter(ServiceProcess::isUp).toList();
        return up.isEmpty() ? Optional.empty() : Optional.of(up.get(random.nextInt(up.size())));
    }

    Optional<ServiceProcess> withPid(long pid) {
        return processes.stream().filter(each -> each.pid() == pid).findFirst();
    }

    /** How often a process was restarted, for whatever reason it had ended. */
    int restarts() {
        return restarts.get();
    }

    /** Stops all by SIGTERM; returns what is wrong with those that had to be killed. */
    List<Violation> stop() throws InterruptedException {
        journal.say("stopping all services");
        supervisor.shutdownNow();
        return processes.parallelStream()
                .filter(each -> !stopped(each))
                .map(ServiceFleet::stubborn)
                .toList();
    }

    static Violation stubborn(ServiceProcess process) {
        return new Violation(Invariant.I9, process.name(), STUBBORN);
    }

    @Override
    public void close() {
        supervisor.shutdownNow();
        processes.forEach(ServiceProcess::kill);
    }

    private static boolean stopped(ServiceProcess process) {
        try {
            return process.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void restartMissing() {
        for (ServiceProcess each : processes) {
            if (each.isMissing()) {
                restarts.incrementAndGet();
                journal.say("restarting " + each.name());
                each.start();
            }
        }
    }
}
