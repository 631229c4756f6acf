package dev.dashline.schemas.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Which worker ran which task of an attempt when: {@code {"runs": [{"task": …, "epoch": …, "worker": …, "state": …,
 * "issuedAt": …, "startedAt": …, "endedAt": …, "code": …, "message": …}]}}. Written once the attempt has ended. Times
 * are ISO 8601 in UTC. Readers ignore fields that they do not know.
 *
 * @param runs in the order in which they began
 */
public record Timeline(List<Run> runs) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One run of a task at a worker.
     *
     * @param task unique within the attempt
     * @param epoch which try of the task, from 1
     * @param worker the process, as its heartbeat names it
     * @param state {@code done}, {@code failed}, {@code lost} with its worker, {@code left} by a worker that was asked
     *     to stop, {@code overtaken} by another run that was done first, or {@code stopped} since the attempt ended
     * @param issuedAt when the task came into the queue
     * @param startedAt when the worker began
     * @param code why it failed or was lost; empty if it was not
     * @param message the same in a sentence; empty if only the code is known
     */
    public record Run(
            String task,
            int epoch,
            String worker,
            String state,
            Instant issuedAt,
            Instant startedAt,
            Instant endedAt,
            Optional<String> code,
            Optional<String> message) {

        /** Adds the fields of this run. */
        public void putInto(ObjectNode json) {
            json.put("task", task);
            json.put("epoch", epoch);
            json.put("worker", worker);
            json.put("state", state);
            json.put("issuedAt", issuedAt.toString());
            json.put("startedAt", startedAt.toString());
            json.put("endedAt", endedAt.toString());
            code.ifPresent(why -> json.put("code", why));
            message.ifPresent(why -> json.put("message", why));
        }

        private static Run of(JsonNode json) throws IOException {
            try {
                return new Run(
                        text(json, "task").orElseThrow(),
                        json.path("epoch").asInt(),
                        text(json, "worker").orElseThrow(),
                        text(json, "state").orElseThrow(),
                        text(json, "issuedAt").map(Instant::parse).orElseThrow(),
                        text(json, "startedAt").map(Instant::parse).orElseThrow(),
                        text(json, "endedAt").map(Instant::parse).orElseThrow(),
                        text(json, "code"),
                        text(json, "message"));
            } catch (NoSuchElementException | DateTimeException e) {
                throw new IOException("a run without task, worker, state or times", e);
            }
        }

        private static Optional<String> text(JsonNode json, String field) {
            return Optional.of(json.path(field)).filter(JsonNode::isTextual).map(JsonNode::textValue);
        }
    }

    public Timeline {
        runs = List.copyOf(runs);
    }

    /** The timeline in UTF-8. */
    public byte[] toJson() {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode list = json.putArray("runs");
        runs.forEach(run -> run.putInto(list.addObject()));
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a timeline cannot be written", e);
        }
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IOException if it is no timeline
     */
    public static Timeline fromJson(byte[] json) throws IOException {
        JsonNode list = JSON.readTree(json).path("runs");
        if (!list.isArray()) {
            throw new IOException("no list of runs");
        }
        List<Run> runs = new ArrayList<>();
        for (JsonNode run : list) {
            runs.add(Run.of(run));
        }
        return new Timeline(runs);
    }
}
