package dev.dashline.embedded;

import org.apache.avro.Schema;

/** A version of a subject. The same text has the same id under every subject. */
record RegisteredSchema(String subject, int version, int id, Schema schema) {}
