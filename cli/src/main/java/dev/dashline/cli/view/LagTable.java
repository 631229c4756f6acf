package dev.dashline.cli.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.runtime.backlog.Backlog;
import dev.dashline.runtime.backlog.Backlog.Line;
import java.time.Duration;
import java.util.Locale;

/** Shows what waits and what runs. Pure. */
public final class LagTable {

    private static final String ROW = "%-18s %-24s %9s %9s %7s %7s %13s %13s %13s";

    private LagTable() {}

    /** A table for a person; no line at its end. */
    public static String text(Backlog backlog) {
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
        return table.toString();
    }

    /** One object, on one line. */
    public static String json(Backlog backlog) {
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
        return json.toString();
    }

    private static String words(Duration age) {
        return age.toMinutes() == 0
                ? String.format(Locale.ROOT, "%.1f s", age.toMillis() / 1_000.0)
                : String.format(Locale.ROOT, "%d min %d s", age.toMinutes(), age.toSecondsPart());
    }
}
