package dev.dashline.store;

/** What must be true of an object's name for a write to it to take place. */
public sealed interface Precondition {

    /** Nothing is there. */
    record Absent() implements Precondition {}

    /** What is there is this generation. */
    record GenerationMatches(long generation) implements Precondition {}

    static Precondition absent() {
        return new Absent();
    }

    static Precondition generationMatches(long generation) {
        return new GenerationMatches(generation);
    }
}
