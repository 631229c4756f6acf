package dev.dashline.ingest.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.RunningTask;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.ingest.telemetry.EncoderTelemetry.Heard;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the fleet of encoders as clients see it. Pure. */
public final class FleetJson {

    /** Host, process id and a random number. */
    private static final Pattern WORKER = Pattern.compile("(.+)-[0-9]+-[0-9a-z]+");

    private FleetJson() {}

    /**
     * All workers and what they run.
     *
     * @param onlyTenant the only tenant whose tasks are named; empty for all
     */
    public static ObjectNode of(List<Heard> workers, Optional<String> onlyTenant) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("workers");
        workers.forEach(heard -> put(list.addObject(), heard, onlyTenant));
        return json;
    }

    private static void put(ObjectNode json, Heard heard, Optional<String> onlyTenant) {
        WorkerHeartbeat worker = heard.heartbeat();
        json.put("id", worker.getWorker());
        json.put("host", host(worker.getWorker()));
        json.put("version", worker.getVersion());
        json.put("cell", worker.getCell());
        json.put("slots", worker.getSlots());
        json.put("shortSlots", worker.getShortSlots());
        json.put("draining", worker.getDraining());
        json.put("drainingBecause", worker.getDrainingBecause().orElse(null));
        json.put(
                "putAside",
                worker.getAsideUntil()
                        .flatMap(until -> worker.getDrainingBecause())
                        .orElse(null));
        json.put("profiles", worker.getProfiles());
        ArrayNode encoders = json.putArray("videoEncoders");
        worker.getVideoEncoders().forEach(encoders::add);
        json.put("startedAt", worker.getStartedAt().toString());
        json.put("heardAt", heard.at().toString());
        ArrayNode tasks = json.putArray("tasks");
        worker.getRunning().forEach(task -> put(tasks.addObject(), task, onlyTenant));
    }

    private static void put(ObjectNode json, RunningTask task, Optional<String> onlyTenant) {
        json.put("kind", kind(task.getTaskId()));
        json.put("startedAt", task.getStartedAt().toString());
        if (task.getTotalMillis() > 0) {
            json.put("progress", Math.min(1, (double) task.getDoneMillis() / task.getTotalMillis()));
        }
        if (onlyTenant.isEmpty() || onlyTenant.get().equals(task.getTenant())) {
            json.put("task", task.getTaskId());
            json.put("video", task.getVideoId());
            json.put("attempt", task.getAttempt());
        }
    }

    private static String host(String worker) {
        Matcher matcher = WORKER.matcher(worker);
        return matcher.matches() ? matcher.group(1) : worker;
    }

    private static String kind(String taskId) {
        int end = taskId.indexOf('-');
        return end < 0 ? taskId : taskId.substring(0, end);
    }
}
