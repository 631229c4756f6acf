package dev.dashline.systemtests.history;

import java.util.Optional;
import java.util.SortedSet;

/** What viewers can fetch. Names are relative to the public root. */
public interface PublicStore {

    /** All names. */
    SortedSet<String> names();

    /** Content of an object; empty if there is none. */
    Optional<byte[]> read(String name);

    /** The name of an object with this URI. */
    String name(String uri);

    /**
     * Decodes the first video track.
     *
     * @param manifest name of an MPD
     */
    Decoded decode(String manifest);

    /**
     * What a decoder made of a video.
     *
     * @param frames how many
     * @param even whether each comes one frame duration after the one before
     * @param complaints what the decoder said; empty if nothing
     */
    record Decoded(long frames, boolean even, String complaints) {}
}
