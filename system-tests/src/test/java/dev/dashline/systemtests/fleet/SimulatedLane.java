package dev.dashline.systemtests.fleet;

import dev.dashline.encoder.schedule.TaskTry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;

/** The topic of one lane: any free slot may get the next task. */
final class SimulatedLane {

    private final Queue<TaskTry> tasks = new ArrayDeque<>();
    /** Each process once for each of its free slots. */
    private final List<SimulatedProcess> free = new ArrayList<>();

    private final Random random;

    SimulatedLane(Random random) {
        this.random = random;
    }

    /** A slot that has got a task. */
    record Match(SimulatedProcess process, TaskTry task) {}

    void released(TaskTry task) {
        tasks.add(task);
    }

    void isFree(SimulatedProcess process) {
        free.add(process);
    }

    Optional<Match> match() {
        while (!tasks.isEmpty() && !free.isEmpty()) {
            int chosen = random.nextInt(free.size());
            SimulatedProcess process = free.get(chosen);
            free.set(chosen, free.get(free.size() - 1));
            free.remove(free.size() - 1);
            if (process.isAlive()) {
                return Optional.of(new Match(process, tasks.remove()));
            }
        }
        return Optional.empty();
    }
}
