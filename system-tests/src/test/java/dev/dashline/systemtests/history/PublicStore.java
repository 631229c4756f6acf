package dev.dashline.systemtests.history;

import java.util.Optional;
import java.util.SortedSet;

/** The objects that viewers can fetch. Names are relative to the public root. */
public interface PublicStore {

    /** All names. */
    SortedSet<String> names();

    /** The content of an object; empty if it does not exist. */
    Optional<byte[]> read(String name);

    /** The name of the object with this URI. */
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
     * @param frames how many frames it has
     * @param even whether all frames have the same distance in time
     * @param complaints the decoder's messages; empty if there are none
     */
    record Decoded(long frames, boolean even, String complaints) {}
}
