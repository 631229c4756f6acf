package dev.dashline.systemtests.faults;

import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import dev.dashline.systemtests.history.Invariant;
import dev.dashline.systemtests.streams.SchedulerClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Faults that depend on what encoders do. Each returns false if it finds no target. */
final class EncoderFaults {

    private static final String LIMIT = "group.share.max.size";
    private static final Duration FOUND_WITHIN = Duration.ofSeconds(20);
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(10);
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(90);

    private final FaultTargets targets;
    private final FaultLog log;
    private final BackgroundSteps background;

    EncoderFaults(FaultTargets targets, FaultLog log, BackgroundSteps background) {
        this.targets = targets;
        this.log = log;
        this.background = background;
    }

    /** Waits until an encoder runs a task; false if none does. */
    boolean awaitTask() throws InterruptedException {
        boolean found = Shell.await(FOUND_WITHIN, () -> busy().isPresent());
        if (!found) {
            log.say("no encoder runs a task");
        }
        return found;
    }

    /** Stops an encoder that runs tasks and starts it again. It has to end its tasks or to hand them back. */
    boolean drain(FleetFault fault) throws InterruptedException {
        Optional<ServiceProcess> victim = awaitTask() ? busy() : Optional.empty();
        if (victim.isEmpty()) {
            return false;
        }
        ServiceProcess process = victim.get();
        long pid = process.pid();
        List<TaskTries.TaskTry> running = targets.recorder().running(pid);
        log.happened(fault, process.name() + ", " + running.size() + " tasks");
        stop(process);
        Shell.await(HEARD_WITHIN, () -> targets.recorder().running(pid).isEmpty());
        process.start();
        targets.recorder().running(pid).forEach(task -> unheard(task, process));
        targets.recorder().lost(pid).stream().filter(running::contains).forEach(task -> unheard(task, process));
        return true;
    }

    private void unheard(TaskTries.TaskTry task, ServiceProcess process) {
        log.violated(Invariant.I1, task.attempt().toString(), task + " was lost when " + process.name() + " drained");
    }

    /**
     * Starts an encoder while the share group is full. It has to say so, and to work as soon as there is room. Waits
     * for other faults first, because they might end that process, too.
     */
    boolean refuse(FleetFault fault) throws InterruptedException {
        background.settle();
        targets.fleet().awaitReady();
        ServiceProcess process = targets.fleet().of(Kind.ENCODER).get(0);
        try (IdleMembers members = new IdleMembers(targets.platform().kafka())) {
            stop(process);
            boolean full = members.fill(Platform.MOST_MEMBERS);
            process.start();
            boolean refused = full && Shell.await(REFUSED_WITHIN, () -> isRefused(process, members));
            if (!refused) {
                log.say("the broker did not refuse " + process.name() + (full ? "" : ": the group was not full"));
                return false;
            }
            log.happened(fault, process.name());
        }
        if (!Shell.await(REFUSED_WITHIN, process::isReady)) {
            log.violated(Invariant.I1, process.name(), "takes no tasks although the share group has room again");
        }
        return true;
    }

    /** Keeps the group full meanwhile: members of processes that were killed before may expire, and make room. */
    private static boolean isRefused(ServiceProcess process, IdleMembers members) {
        return members.isFull(Platform.MOST_MEMBERS)
                && process.notReadyBecause().filter(why -> why.contains(LIMIT)).isPresent();
    }

    /** Kills the process whose Kafka Streams reads the queue. */
    boolean killScheduler(FleetFault fault) throws InterruptedException {
        boolean found = Shell.await(FOUND_WITHIN, () -> scheduler().isPresent());
        Optional<ServiceProcess> victim = found ? scheduler() : Optional.empty();
        if (victim.isEmpty()) {
            log.say("no process has the scheduler");
            return false;
        }
        log.happened(fault, victim.get().name());
        victim.get().kill();
        return true;
    }

    private Optional<ServiceProcess> scheduler() {
        try {
            return SchedulerClient.find(targets.platform().kafka())
                    .flatMap(client -> targets.fleet().of(Kind.ENCODER).stream()
                            .filter(each -> client.isOf(each.folder("state")))
                            .filter(ServiceProcess::isUp)
                            .findFirst());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<ServiceProcess> busy() {
        return targets.fleet().of(Kind.ENCODER).stream()
                .filter(ServiceProcess::isUp)
                .filter(each -> !targets.recorder().running(each.pid()).isEmpty())
                .findFirst();
    }

    private void stop(ServiceProcess process) throws InterruptedException {
        if (!process.stop()) {
            log.violated(Invariant.I9, process.name(), ServiceFleet.STUBBORN);
        }
    }
}
