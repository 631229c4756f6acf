package dev.dashline.gcsemulator;

import dev.dashline.gcsemulator.storage.Blob;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must be true of an object for a request to be carried out. */
record Preconditions(
        @Nullable Long generationMatch,
        @Nullable Long generationNotMatch,
        @Nullable Long metagenerationMatch,
        @Nullable Long metagenerationNotMatch) {

    static final Preconditions NONE = new Preconditions(null, null, null, null);

    static Preconditions of(GcsRequest request) {
        return named(request, "if");
    }

    /** Those of the source of a copy. */
    static Preconditions ofSource(GcsRequest request) {
        return named(request, "ifSource");
    }

    private static Preconditions named(GcsRequest request, String prefix) {
        return new Preconditions(
                request.number(prefix + "GenerationMatch"),
                request.number(prefix + "GenerationNotMatch"),
                request.number(prefix + "MetagenerationMatch"),
                request.number(prefix + "MetagenerationNotMatch"));
    }

    /** For a write: an object that is not there has generation 0. */
    void checkWrite(Optional<Blob> now) {
        long generation = now.map(Blob::generation).orElse(0L);
        long metageneration = now.map(Blob::metageneration).orElse(0L);
        if (!matches(generation, metageneration) || !differs(generation, metageneration)) {
            throw GcsException.conditionNotMet();
        }
    }

    /** For a read of what is there. */
    void checkRead(Blob now) {
        if (!matches(now.generation(), now.metageneration())) {
            throw GcsException.conditionNotMet();
        }
        if (!differs(now.generation(), now.metageneration())) {
            throw GcsException.notModified();
        }
    }

    private boolean matches(long generation, long metageneration) {
        return (generationMatch == null || generationMatch == generation)
                && (metagenerationMatch == null || metagenerationMatch == metageneration);
    }

    private boolean differs(long generation, long metageneration) {
        return (generationNotMatch == null || generationNotMatch != generation)
                && (metagenerationNotMatch == null || metagenerationNotMatch != metageneration);
    }
}
