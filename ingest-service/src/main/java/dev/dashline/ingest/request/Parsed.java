package dev.dashline.ingest.request;

import java.util.List;

/** What a body turned out to be. */
public sealed interface Parsed<T> {

    /** Well-formed and allowed. */
    record Valid<T>(T value) implements Parsed<T> {}

    /** Wrong, in all these fields. */
    record Invalid<T>(List<FieldError> errors) implements Parsed<T> {}

    /** Well-formed, but it names places that this deployment does not read. */
    record Forbidden<T>(List<FieldError> errors) implements Parsed<T> {}
}
