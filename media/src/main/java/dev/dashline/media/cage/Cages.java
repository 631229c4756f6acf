package dev.dashline.media.cage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the strongest cage that this machine can build. */
public final class Cages {

    private static final Logger log = LoggerFactory.getLogger(Cages.class);

    /** How long one trial may take: it only starts a program that says its version. */
    private static final Duration TRIAL = Duration.ofSeconds(30);

    /** Statuses above it are failures of the query. */
    private static final int LATEST_LANDLOCK = 100;

    private Cages() {}

    /**
     * The strongest cage in which a program starts. What it cannot hold is logged once.
     *
     * @param launchers folder for the launcher, on a file system from which programs can be run
     * @param programs what will be started: each must take {@code -version}
     * @throws IOException if confinement is required and this machine has gaps
     * @throws InterruptedException if this thread was interrupted
     */
    public static Cage build(Confinement confinement, CageLimits limits, Path launchers, List<Path> programs)
            throws IOException, InterruptedException {
        if (confinement == Confinement.OFF) {
            return new OpenCage(limits, List.of());
        }
        Cage cage = Machine.current().isPresent()
                ? strongest(Machine.current().get(), limits, launchers, programs)
                : new OpenCage(
                        limits,
                        List.of("FFmpeg is held by nothing but an empty environment: this is not Linux on an"
                                + " x86-64 or AArch64 processor."));
        if (confinement == Confinement.REQUIRED && !cage.gaps().isEmpty()) {
            throw new IOException("CONFINEMENT is required, and this machine cannot do it: "
                    + String.join(" ", cage.gaps()) + " Choose another machine or container, or CONFINEMENT=auto.");
        }
        if (cage.gaps().isEmpty()) {
            log.atInfo().log("FFmpeg is confined to its task");
        } else {
            log.atWarn().addKeyValue("gaps", String.join(" ", cage.gaps())).log("FFmpeg is not fully confined");
        }
        return cage;
    }

    private static Cage strongest(Machine machine, CageLimits limits, Path launchers, List<Path> programs)
            throws InterruptedException {
        try {
            Launcher launcher = Launcher.install(launchers, machine);
            Landlock landlock = new Landlock(landlock(launcher, machine));
            List<Path> folders = folders(programs);
            List<LinuxCage> candidates = List.of(
                    new LinuxCage(launcher, machine, limits, folders, landlock, true),
                    new LinuxCage(launcher, machine, limits, folders, new Landlock(0), true),
                    new LinuxCage(launcher, machine, limits, folders, landlock, false),
                    new LinuxCage(launcher, machine, limits, folders, new Landlock(0), false));
            for (LinuxCage each : candidates) {
                if (starts(each, programs)) {
                    return each;
                }
            }
            return new OpenCage(
                    limits,
                    List.of("FFmpeg is held by nothing but an empty environment: it does not start"
                            + " under limits here."));
        } catch (IOException e) {
            return new OpenCage(
                    limits,
                    List.of("FFmpeg is held by nothing but an empty environment: its launcher cannot be run, "
                            + e.getMessage() + "."));
        }
    }

    private static int landlock(Launcher launcher, Machine machine) throws IOException, InterruptedException {
        int status = status(launcher.start(Landlock.query(machine)));
        return status < LATEST_LANDLOCK ? status : 0;
    }

    private static boolean starts(Cage cage, List<Path> programs) throws IOException, InterruptedException {
        for (Path program : programs) {
            Process trial = cage.start(List.of(program.toString(), "-version"), Reach.NONE, TRIAL);
            if (status(trial) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int status(Process process) throws IOException, InterruptedException {
        try {
            process.getInputStream().readAllBytes();
            return process.waitFor(TRIAL.toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : -1;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Where programs and their libraries are, also if a program is a link. */
    private static List<Path> folders(List<Path> programs) throws IOException {
        Set<Path> folders = new LinkedHashSet<>();
        for (Path program : programs) {
            for (Path each : List.of(program.toAbsolutePath(), program.toRealPath())) {
                Optional.ofNullable(each.getParent()).ifPresent(folders::add);
                Optional.ofNullable(each.getParent())
                        .map(folder -> folder.resolveSibling("lib"))
                        .filter(Files::isDirectory)
                        .ifPresent(folders::add);
            }
        }
        return new ArrayList<>(folders);
    }
}
