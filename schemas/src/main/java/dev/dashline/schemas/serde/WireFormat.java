package dev.dashline.schemas.serde;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;

/** The Confluent wire format: a zero byte, the schema's id in four bytes, big-endian, then the Avro body. */
final class WireFormat {

    static final int HEADER = 5;

    private static final byte MAGIC = 0;

    private WireFormat() {}

    static byte[] header(int schemaId) {
        return ByteBuffer.allocate(HEADER).put(MAGIC).putInt(schemaId).array();
    }

    /** The schema's id in a record's header. */
    static int schemaId(byte[] data) {
        if (data.length < HEADER || data[0] != MAGIC) {
            throw new SerializationException("not in the Confluent wire format: " + data.length
                    + " bytes that do not start with 0 and a schema id");
        }
        return ByteBuffer.wrap(data, 1, Integer.BYTES).getInt();
    }

    /** The subject of a topic's records: Confluent's TopicNameStrategy. */
    static String subject(String topic, boolean isKey) {
        return topic + (isKey ? "-key" : "-value");
    }
}
