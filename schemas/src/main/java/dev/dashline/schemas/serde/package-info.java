/**
 * How records look on the wire: Avro in the Confluent wire format (a zero byte, the schema's id in four bytes, the
 * body), with schemas in anything that speaks the Confluent REST API.
 *
 * <p>Two kinds of failure are kept apart, because they ask for opposite reactions:
 *
 * <ul>
 *   <li>{@link org.apache.kafka.common.errors.SerializationException}: this record is garbage and will be garbage
 *       tomorrow. Report it and move on.
 *   <li>{@link dev.dashline.schemas.serde.RegistryUnavailableException}: nobody can tell yet, because the registry gave
 *       no answer. Never skip a record for it: stop, and read the record again. {@link
 *       dev.dashline.schemas.serde.EventSerdes#isRetriable} finds it at the bottom of whatever Kafka wrapped around it.
 * </ul>
 */
@NullMarked
package dev.dashline.schemas.serde;

import org.jspecify.annotations.NullMarked;
