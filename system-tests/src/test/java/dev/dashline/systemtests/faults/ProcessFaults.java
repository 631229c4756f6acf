package dev.dashline.systemtests.faults;

import dev.dashline.runtime.faults.PausePoint;
import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import dev.dashline.systemtests.history.Invariant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Faults of processes: kills, freezes, stops, wrong clocks, signals to FFmpeg. Each returns false if it finds no
 * target.
 */
final class ProcessFaults {

    private static final Duration REACHED_WITHIN = Duration.ofSeconds(20);
    private static final Duration ABSENCE = Duration.ofSeconds(5);

    private final FaultTargets targets;
    private final Random random;
    private final FaultLog log;
    private final BackgroundSteps background;

    ProcessFaults(FaultTargets targets, Random random, FaultLog log, BackgroundSteps background) {
        this.targets = targets;
        this.random = random;
        this.log = log;
        this.background = background;
    }

    boolean killAny(FleetFault fault) {
        Optional<ServiceProcess> victim = targets.fleet().any(fault.victim().orElseThrow(), random);
        victim.ifPresent(process -> {
            log.happened(fault, process.name());
            process.kill();
        });
        return victim.isPresent();
    }

    /** Arms a pause point, lets requests in and kills the process that pauses there. */
    boolean killAt(FleetFault fault, PausePoint point, Runnable traffic) throws InterruptedException, IOException {
        Path armed = Files.createFile(targets.pauses().resolve(point.id()));
        traffic.run();
        boolean reached = Shell.await(REACHED_WITHIN, () -> taken(point).isPresent());
        if (!reached && Files.deleteIfExists(armed)) {
            log.say("no process reached " + point.id());
            return false;
        }
        boolean really = Shell.await(REACHED_WITHIN, () -> taken(point).isPresent());
        Path marker = taken(point).orElseThrow();
        Optional<ServiceProcess> victim = targets.fleet().withPid(pid(marker));
        victim.ifPresent(process -> {
            log.happened(fault, process.name());
            process.kill();
        });
        Files.delete(marker);
        return really && victim.isPresent();
    }

    boolean killAllEncoders(FleetFault fault) {
        List<ServiceProcess> encoders = targets.fleet().of(Kind.ENCODER);
        log.happened(fault, "");
        encoders.forEach(ServiceProcess::hold);
        encoders.forEach(ServiceProcess::kill);
        background.start(() -> {
            for (ServiceProcess each : encoders) {
                Shell.pause(ABSENCE);
                log.say("restarting " + each.name());
                each.start();
            }
        });
        return true;
    }

    boolean freeze(FleetFault fault, Kind kind) throws InterruptedException {
        Optional<ServiceProcess> victim = targets.fleet().any(kind, random);
        if (victim.isEmpty()) {
            return false;
        }
        log.happened(fault, victim.get().name());
        victim.get().freeze();
        background.start(() -> {
            Shell.pause(targets.options().freeze());
            victim.get().thaw();
            log.say("thawed " + victim.get().name());
        });
        return true;
    }

    boolean stop(FleetFault fault, Kind kind) {
        Optional<ServiceProcess> victim = targets.fleet().any(kind, random);
        victim.ifPresent(process -> {
            log.happened(fault, process.name());
            background.start(() -> {
                if (!process.stop()) {
                    log.violated(Invariant.I9, process.name(), ServiceFleet.STUBBORN);
                }
                process.start();
            });
        });
        return victim.isPresent();
    }

    boolean setClock(FleetFault fault, Duration ahead) {
        Optional<ServiceProcess> victim = targets.fleet().any(Kind.ENCODER, random);
        if (victim.isEmpty()) {
            return false;
        }
        log.happened(fault, victim.get().name());
        victim.get().clock().set(ahead);
        background.start(() -> {
            Shell.pause(targets.options().freeze());
            victim.get().clock().set(Duration.ZERO);
            log.say("corrected the clock of " + victim.get().name());
        });
        return true;
    }

    boolean signalFfmpeg(FleetFault fault, String signal) throws InterruptedException {
        boolean found = Shell.await(REACHED_WITHIN, () -> !ffmpegs().isEmpty());
        List<ProcessHandle> running = ffmpegs();
        if (!found || running.isEmpty()) {
            log.say("no FFmpeg is running");
            return false;
        }
        ProcessHandle victim = running.get(random.nextInt(running.size()));
        log.happened(fault, "pid " + victim.pid());
        Shell.signal(signal, victim.pid());
        return true;
    }

    private List<ProcessHandle> ffmpegs() {
        return targets.fleet().of(Kind.ENCODER).stream()
                .flatMap(each -> each.ffmpegs().stream())
                .toList();
    }

    /** The file that the paused process has renamed: the name of the step and its process id. */
    private Optional<Path> taken(PausePoint point) {
        return Shell.files(targets.pauses()).stream()
                .filter(file -> String.valueOf(file.getFileName()).startsWith(point.id() + "."))
                .findFirst();
    }

    private static long pid(Path marker) {
        String name = String.valueOf(marker.getFileName());
        return Long.parseLong(name.substring(name.indexOf('.') + 1));
    }
}
