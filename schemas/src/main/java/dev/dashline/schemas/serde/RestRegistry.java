package dev.dashline.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.kafka.common.errors.SerializationException;

/** A registry that speaks the Confluent REST API: Confluent's own, Apicurio's {@code /apis/ccompat/v7}, ours. */
final class RestRegistry implements SchemaRegistry {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryHttp http;

    RestRegistry(RegistryConfig config) {
        this.http = new RegistryHttp(config);
    }

    @Override
    public int register(String subject, Schema schema) {
        return idIn(post("/subjects/" + encoded(subject) + "/versions", subject, schema));
    }

    @Override
    public int lookup(String subject, Schema schema) {
        return idIn(post("/subjects/" + encoded(subject), subject, schema));
    }

    @Override
    public Schema byId(int id) {
        RegistryReply reply = http.send("/schemas/ids/" + id, null);
        if (!reply.isSuccess()) {
            throw new SerializationException("the registry has no schema with id " + id + ": " + reply);
        }
        try {
            return new Schema.Parser().parse(field(reply, "schema").textValue());
        } catch (SchemaParseException e) {
            throw new SerializationException("the schema with id " + id + " cannot be used", e);
        }
    }

    private RegistryReply post(String path, String subject, Schema schema) {
        String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
        RegistryReply reply = http.send(path, body);
        if (!reply.isSuccess()) {
            throw new SerializationException("the registry does not take schema " + schema.getFullName()
                    + " under subject " + subject + ": " + reply);
        }
        return reply;
    }

    private static int idIn(RegistryReply reply) {
        return field(reply, "id").intValue();
    }

    private static JsonNode field(RegistryReply reply, String name) {
        JsonNode value = reply.json().path(name);
        if (value.isMissingNode()) {
            throw new RegistryUnavailableException("not a schema registry's answer: " + reply, null);
        }
        return value;
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
