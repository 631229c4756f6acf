package dev.dashline.systemtests.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.VideoRequested;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.SchemaRegistrar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/** A request that a later version of Dashline might write: it has a field that nobody may overlook. */
final class LaterRequest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIELD = """
            {"name": "watermark", "type": ["null", "string"], "default": null, "mustUnderstand": true}""";

    private LaterRequest() {}

    /** Registers its schema, and returns the record's value. */
    static byte[] of(String videoId, String registryUrl) throws IOException, InterruptedException {
        ObjectNode json =
                (ObjectNode) JSON.readTree(VideoRequested.getClassSchema().toString());
        json.withArray("fields").add(JSON.readTree(FIELD));
        Schema later = new Schema.Parser().parse(json.toString());
        VideoRequested request = VideoRequested.newBuilder()
                .setVideoId(videoId)
                .setSource("file:///any.mp4")
                .setRequestedAt(Instant.now())
                .build();
        byte[] ours = binary(new SpecificDatumWriter<>(VideoRequested.class), request);
        GenericRecord record = new GenericDatumReader<GenericRecord>(VideoRequested.getClassSchema(), later)
                .read(null, DecoderFactory.get().binaryDecoder(ours, null));
        record.put("watermark", "logo.png");
        byte[] body = binary(new GenericDatumWriter<>(later), record);
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 0)
                .putInt(register(later, registryUrl))
                .put(body)
                .array();
    }

    private static int register(Schema schema, String registryUrl) throws IOException, InterruptedException {
        URI versions = URI.create(
                registryUrl + "/subjects/" + SchemaRegistrar.subject(Topics.VIDEO_REQUESTED.name()) + "/versions");
        String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
        HttpRequest request = HttpRequest.newBuilder(versions)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return JSON.readTree(answer).required("id").asInt();
    }

    private static <T> byte[] binary(DatumWriter<T> writer, T record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        writer.write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}
