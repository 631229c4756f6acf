package dev.dashline.ingest.request;

import java.util.List;
import java.util.function.Function;

/** The result of parsing a body. */
public sealed interface Parsed<T> {

    /** Applies the function for the kind that this is. */
    <R> R match(Function<T, R> valid, Function<List<FieldError>, R> invalid, Function<List<FieldError>, R> forbidden);

    /** The body is well-formed and allowed. */
    record Valid<T>(T value) implements Parsed<T> {
        @Override
        public <R> R match(
                Function<T, R> valid, Function<List<FieldError>, R> invalid, Function<List<FieldError>, R> forbidden) {
            return valid.apply(value);
        }
    }

    /** All these fields are wrong. */
    record Invalid<T>(List<FieldError> errors) implements Parsed<T> {
        @Override
        public <R> R match(
                Function<T, R> valid, Function<List<FieldError>, R> invalid, Function<List<FieldError>, R> forbidden) {
            return invalid.apply(errors);
        }
    }

    /** The body is well-formed, but names sources that this deployment may not read. */
    record Forbidden<T>(List<FieldError> errors) implements Parsed<T> {
        @Override
        public <R> R match(
                Function<T, R> valid, Function<List<FieldError>, R> invalid, Function<List<FieldError>, R> forbidden) {
            return forbidden.apply(errors);
        }
    }
}
