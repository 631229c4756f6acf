package dev.dashline.systemtests.faults;

import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** All replicas of all services. Like a platform, it restarts those that have ended. Thread-safe. */
final class ServiceFleet implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    private final List<ServiceProcess> processes;
    private final Journal journal;
    private final ScheduledExecutorService supervisor = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger restarts = new AtomicInteger();

    ServiceFleet(List<ServiceProcess> processes, Journal journal) {
        this.processes = List.copyOf(processes);
        this.journal = journal;
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

    /** Stops all by SIGTERM; returns those that had to be killed. */
    List<String> stop() throws InterruptedException {
        supervisor.shutdownNow();
        return processes.parallelStream()
                .filter(each -> !stopped(each))
                .map(ServiceProcess::name)
                .toList();
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
