package dev.dashline.cli.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.runtime.backlog.Backlog;
import dev.dashline.runtime.backlog.Backlog.Line;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Shows what waits and what runs, and the encoder processes. Pure.
 *
 * @param workers the newest heartbeat of each process that is alive
 */
public record LagTable(Backlog backlog, List<WorkerHeartbeat> workers) {

    private static final String ROW = "%-18s %-24s %9s %9s %7s %7s %13s %13s %13s";

    private static final String WORKER_ROW = "%-43s %9s %9s  %s";

    public LagTable {
        workers = List.copyOf(workers);
    }

    /** A table for a person; no line at its end. */
    public String text() {
        StringBuilder table = new StringBuilder(String.format(
                ROW, "GROUP", "TOPIC", "WAITING", "RUNNING", "SLOTS", "FREE", "OLDEST", "WORK", "DRAINED IN"));
        for (Line line : backlog.lines()) {
            boolean slots = line.slots() > 0 || line.running() > 0;
            table.append(System.lineSeparator())
                    .append(String.format(
                            ROW,
                            line.group(),
                            line.topic(),
                            line.waiting(),
                            slots ? line.running() : "-",
                            slots ? line.slots() : "-",
                            slots ? line.free() : "-",
                            line.oldestWaiting().map(LagTable::words).orElse("-"),
                            line.work().map(LagTable::words).orElse("-"),
                            line.timeToDrain().map(LagTable::words).orElse("-")));
        }
        backlog.predictedLate().ifPresent(late -> {
            if (late > 0) {
                table.append(System.lineSeparator())
                        .append(late)
                        .append(late == 1 ? " video" : " videos")
                        .append(" will be late with these slots.");
            }
        });
        if (!workers.isEmpty()) {
            table.append(System.lineSeparator())
                    .append(System.lineSeparator())
                    .append(String.format(WORKER_ROW, "WORKER", "SLOTS", "RUNNING", "STATE"));
        }
        for (WorkerHeartbeat worker : workers) {
            table.append(System.lineSeparator())
                    .append(String.format(
                            WORKER_ROW,
                            worker.getWorker(),
                            worker.getSlots() + worker.getShortSlots(),
                            worker.getRunning().size(),
                            state(worker)));
        }
        return table.toString();
    }

    private static String state(WorkerHeartbeat worker) {
        return worker.getDraining() ? worker.getDrainingBecause().orElse("draining") : "takes tasks";
    }

    /** One object, on one line. */
    public String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", backlog.at().toString());
        ArrayNode lines = json.putArray("groups");
        for (Line line : backlog.lines()) {
            ObjectNode each = lines.addObject()
                    .put("group", line.group())
                    .put("topic", line.topic())
                    .put("waiting", line.waiting())
                    .put("running", line.running())
                    .put("slots", line.slots())
                    .put("free", line.free());
            line.oldestWaiting()
                    .ifPresentOrElse(
                            age -> each.put("oldestWaitingMs", age.toMillis()), () -> each.putNull("oldestWaitingMs"));
            line.work().ifPresent(time -> each.put("workMs", time.toMillis()));
            line.timeToDrain().ifPresent(time -> each.put("timeToDrainMs", time.toMillis()));
        }
        backlog.predictedLate().ifPresent(late -> json.put("predictedLate", late));
        ArrayNode processes = json.putArray("workers");
        for (WorkerHeartbeat worker : workers) {
            processes
                    .addObject()
                    .put("worker", worker.getWorker())
                    .put("version", worker.getVersion())
                    .put("slots", worker.getSlots())
                    .put("shortSlots", worker.getShortSlots())
                    .put("running", worker.getRunning().size())
                    .put("draining", worker.getDraining())
                    .put("drainingBecause", worker.getDrainingBecause().orElse(null));
        }
        return json.toString();
    }

    private static String words(Duration age) {
        return age.toMinutes() == 0
                ? String.format(Locale.ROOT, "%.1f s", age.toMillis() / 1_000.0)
                : String.format(Locale.ROOT, "%d min %d s", age.toMinutes(), age.toSecondsPart());
    }
}
