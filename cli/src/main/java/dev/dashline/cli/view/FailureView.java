package dev.dashline.cli.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.Failure;
import dev.dashline.events.Priority;
import dev.dashline.events.SubtitleSource;
import dev.dashline.events.TaskFailure;
import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoRequested;
import dev.dashline.schemas.ReportJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeMap;

/** Shows failures. Pure. */
public final class FailureView {

    private FailureView() {}

    /** The name of a failure on the command line: its video, or the position of its record. */
    public static String name(VideoFailed failed) {
        return failed.getUndecodable()
                .map(record -> record.getTopic() + "/" + record.getPartition() + "/" + record.getOffset())
                .or(failed::getVideoId)
                .orElse(failed.getEventId());
    }

    /** A summary on one line. */
    public static String line(VideoFailed failed) {
        Failure failure = failed.getFailure();
        return String.format(
                "%s  %s  attempt %d  %s  %s",
                failed.getFailedAt(),
                name(failed),
                failed.getAttempt(),
                failure.getCode(),
                failure.getMessage().replaceAll("\\s*\\R\\s*", " "));
    }

    /** All of it, for a person. */
    public static String whole(VideoFailed failed) {
        StringBuilder text = new StringBuilder(line(failed)).append(System.lineSeparator());
        add(text, "stage", failed.getFailure().getStage().name());
        add(text, "replay may help", failed.getFailure().getRetryable() ? "yes" : "no");
        failed.getRequest().ifPresent(request -> add(text, request));
        for (TaskFailure tried : failed.getFailure().getHistory()) {
            add(
                    text,
                    "try",
                    String.format(
                            "%s  %s #%d on %s: %s %s%s",
                            tried.getFailedAt(),
                            tried.getTaskId(),
                            tried.getEpoch(),
                            tried.getWorker().isEmpty() ? "an unknown worker" : tried.getWorker(),
                            tried.getCode(),
                            tried.getMessage(),
                            tried.getExitCode()
                                    .map(code -> " (status " + code + ")")
                                    .orElse("")));
        }
        failed.getReport()
                .map(ReportText::lines)
                .ifPresent(lines -> lines.forEach(line -> text.append(line).append(System.lineSeparator())));
        failed.getUndecodable().ifPresent(record -> {
            add(text, "key", shown(record.getKey()));
            add(text, "value", shown(record.getValue()));
        });
        failed.getFailure()
                .getDetail()
                .ifPresent(detail -> text.append(System.lineSeparator())
                        .append(detail.strip())
                        .append(System.lineSeparator()));
        return text.toString();
    }

    /** All of it, as one JSON object on one line; bytes in base 64. */
    public static String json(VideoFailed failed) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("eventId", failed.getEventId());
        json.put("videoId", failed.getVideoId().orElse(null));
        json.put("attempt", failed.getAttempt());
        json.put("failedAt", failed.getFailedAt().toString());
        Failure failure = failed.getFailure();
        json.put("stage", failure.getStage().name());
        json.put("code", failure.getCode());
        json.put("retryable", failure.getRetryable());
        json.put("message", failure.getMessage());
        json.put("detail", failure.getDetail().orElse(null));
        ArrayNode history = json.putArray("history");
        failure.getHistory().forEach(tried -> put(history.addObject(), tried));
        failed.getRequest()
                .ifPresentOrElse(request -> put(json.putObject("request"), request), () -> json.putNull("request"));
        failed.getReport()
                .ifPresentOrElse(report -> json.set("report", ReportJson.write(report)), () -> json.putNull("report"));
        failed.getUndecodable()
                .ifPresentOrElse(
                        record -> put(json.putObject("undecodable"), record), () -> json.putNull("undecodable"));
        return json.toString();
    }

    private static void add(StringBuilder text, VideoRequested request) {
        add(text, "source", request.getSource());
        request.getSubtitles()
                .forEach(
                        subtitle -> add(text, "subtitles", subtitle.getSource() + " (" + subtitle.getLanguage() + ")"));
        add(text, "profile", request.getProfile());
        request.getDamage().ifPresent(damage -> add(text, "damage", damage.name()));
        request.getFrameRate().ifPresent(rate -> add(text, "frame rate", rate));
        request.getTitle().ifPresent(title -> add(text, "title", title));
        if (request.getPriority() != Priority.NORMAL) {
            add(text, "priority", request.getPriority().name());
        }
        add(text, "requested", request.getRequestedAt().toString());
        request.getDeadline().ifPresent(deadline -> add(text, "deadline", deadline.toString()));
        request.getPublicationTimeoutMillis()
                .map(Duration::ofMillis)
                .ifPresent(timeout -> add(text, "timeout", timeout + " from " + request.getDeadlineClock()));
        new TreeMap<>(request.getLabels()).forEach((label, value) -> add(text, "label", label + '=' + value));
    }

    private static void put(ObjectNode json, TaskFailure tried) {
        json.put("taskId", tried.getTaskId());
        json.put("epoch", tried.getEpoch());
        json.put("worker", tried.getWorker());
        json.put("code", tried.getCode());
        json.put("message", tried.getMessage());
        json.put("exitCode", tried.getExitCode().orElse(null));
        json.put("failedAt", tried.getFailedAt().toString());
    }

    private static void put(ObjectNode json, VideoRequested request) {
        json.put("source", request.getSource());
        json.put("profile", request.getProfile());
        json.put("title", request.getTitle().orElse(null));
        json.put("priority", request.getPriority().name());
        json.put("damage", request.getDamage().map(Enum::name).orElse(null));
        json.put("frameRate", request.getFrameRate().orElse(null));
        json.put("requestedAt", request.getRequestedAt().toString());
        json.put(
                "publicationTimeoutMillis",
                request.getPublicationTimeoutMillis().orElse(null));
        json.put("deadlineClock", request.getDeadlineClock().name());
        json.put("deadline", request.getDeadline().map(Object::toString).orElse(null));
        ObjectNode labels = json.putObject("labels");
        request.getLabels().forEach(labels::put);
        ArrayNode subtitles = json.putArray("subtitles");
        request.getSubtitles().forEach(subtitle -> put(subtitles.addObject(), subtitle));
    }

    private static void put(ObjectNode json, SubtitleSource subtitle) {
        json.put("source", subtitle.getSource());
        json.put("language", subtitle.getLanguage());
        json.put("label", subtitle.getLabel().orElse(null));
    }

    private static void put(ObjectNode json, UndecodableRecord record) {
        json.put("topic", record.getTopic());
        json.put("partition", record.getPartition());
        json.put("offset", record.getOffset());
        json.put("timestamp", record.getTimestamp().toString());
        json.put("key", record.getKey().map(FailureView::base64).orElse(null));
        json.put("value", record.getValue().map(FailureView::base64).orElse(null));
    }

    private static void add(StringBuilder text, String name, String value) {
        text.append(String.format("  %-16s %s%n", name, value));
    }

    private static String shown(Optional<ByteBuffer> bytes) {
        return bytes.map(content -> {
                    String text = new String(bytes(content), StandardCharsets.UTF_8);
                    boolean printable = text.chars().noneMatch(each -> Character.isISOControl(each) || each == 0xfffd);
                    return printable ? text : "base64 " + base64(content);
                })
                .orElse("null");
    }

    private static String base64(ByteBuffer content) {
        return Base64.getEncoder().encodeToString(bytes(content));
    }

    private static byte[] bytes(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        return bytes;
    }
}
