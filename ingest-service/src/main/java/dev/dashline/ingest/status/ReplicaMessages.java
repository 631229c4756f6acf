package dev.dashline.ingest.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.Position;
import dev.dashline.ingest.video.VideoFilter;
import dev.dashline.ingest.video.VideoPage;
import dev.dashline.ingest.video.VideoQuery;
import dev.dashline.schemas.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * What replicas ask each other, in JSON; a status in it is Avro, as in the store. A field that a replica does not know
 * is ignored, as replicas of two versions may run side by side. Safe for use by any thread.
 */
public final class ReplicaMessages {

    /** The store's changelog: its schema is registered under this name. */
    private static final String REGISTERED_AS = Topics.INGEST + '-' + StatusStore.NAME + "-changelog";

    private final ObjectMapper mapper = new ObjectMapper();
    private final Serde<VideoStatus> statuses;

    ReplicaMessages(Serde<VideoStatus> statuses) {
        this.statuses = statuses;
    }

    /** Asks for one status. */
    record Find(int partition, String videoId) {}

    /** Asks for a page of the list that some partitions make. */
    record ListPage(List<Integer> partitions, VideoQuery query) {}

    byte[] write(Find question) {
        ObjectNode json = mapper.createObjectNode();
        json.put("partition", question.partition());
        json.put("videoId", question.videoId());
        return bytes(json);
    }

    Find readFind(byte[] question) throws IOException {
        JsonNode json = mapper.readTree(question);
        return new Find(
                json.required("partition").asInt(), json.required("videoId").asText());
    }

    byte[] write(Optional<VideoStatus> status) {
        return status.map(found -> statuses.serializer().serialize(REGISTERED_AS, found))
                .orElseGet(() -> new byte[0]);
    }

    Optional<VideoStatus> readStatus(byte[] answer) {
        return answer.length == 0
                ? Optional.empty()
                : Optional.of(statuses.deserializer().deserialize(REGISTERED_AS, answer));
    }

    byte[] write(ListPage question) {
        VideoQuery query = question.query();
        VideoFilter filter = query.filter();
        ObjectNode json = mapper.createObjectNode();
        ArrayNode partitions = json.putArray("partitions");
        question.partitions().forEach(partitions::add);
        json.put("limit", query.limit());
        query.after().ifPresent(place -> json.put("after", place.text()));
        filter.tenant().ifPresent(tenant -> json.put("tenant", tenant));
        filter.state().ifPresent(state -> json.put("state", state.name()));
        filter.code().ifPresent(code -> json.put("code", code));
        ObjectNode labels = json.putObject("labels");
        filter.labels().forEach(labels::put);
        filter.from().ifPresent(from -> json.put("from", from.toString()));
        filter.to().ifPresent(to -> json.put("to", to.toString()));
        return bytes(json);
    }

    ListPage readListPage(byte[] question) throws IOException {
        JsonNode json = mapper.readTree(question);
        List<Integer> partitions = new ArrayList<>();
        json.required("partitions").forEach(number -> partitions.add(number.asInt()));
        Map<String, String> labels = new HashMap<>();
        json.required("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        VideoFilter filter = new VideoFilter(
                text(json, "tenant"),
                text(json, "state").map(VideoState::valueOf),
                text(json, "code"),
                labels,
                text(json, "from").map(Instant::parse),
                text(json, "to").map(Instant::parse));
        return new ListPage(
                partitions,
                new VideoQuery(
                        filter, place(json, "after"), json.required("limit").asInt()));
    }

    byte[] write(VideoPage page) {
        ObjectNode json = mapper.createObjectNode();
        ArrayNode videos = json.putArray("videos");
        page.videos()
                .forEach(status -> videos.add(statuses.serializer().serialize(REGISTERED_AS, withoutReport(status))));
        page.next().ifPresent(place -> json.put("next", place.text()));
        return bytes(json);
    }

    /** Lists leave reports out, which are larger than all the rest. */
    private static VideoStatus withoutReport(VideoStatus status) {
        return VideoStatus.newBuilder(status).setReport(null).build();
    }

    VideoPage readPage(byte[] answer) throws IOException {
        JsonNode json = mapper.readTree(answer);
        List<VideoStatus> videos = new ArrayList<>();
        for (JsonNode each : json.required("videos")) {
            videos.add(statuses.deserializer().deserialize(REGISTERED_AS, each.binaryValue()));
        }
        return new VideoPage(videos, place(json, "next"));
    }

    private static Optional<Position> place(JsonNode json, String name) {
        return text(json, name).map(text -> Position.parse(text).orElseThrow());
    }

    private static Optional<String> text(JsonNode json, String name) {
        @Nullable JsonNode value = json.get(name);
        return value == null ? Optional.empty() : Optional.of(value.asText());
    }

    private byte[] bytes(ObjectNode json) {
        try {
            return mapper.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
