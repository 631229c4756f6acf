package dev.dashline.schemas.serde;

import org.apache.avro.Schema;

/**
 * Where schemas get their ids. Thread-safe.
 *
 * <p>Every method throws {@link RegistryUnavailableException} if there was no answer, and {@link
 * org.apache.kafka.common.errors.SerializationException} if the registry rejected the request.
 */
interface SchemaRegistry {

    /** Registers the schema under this subject, unless it is registered there already, and returns its id. */
    int register(String subject, Schema schema);

    /** The id of a schema that is registered under this subject already. */
    int lookup(String subject, Schema schema);

    /** The schema with this id. */
    Schema byId(int id);
}
