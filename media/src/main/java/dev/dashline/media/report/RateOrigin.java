package dev.dashline.media.report;

/** How the frame rate of the output was found. */
public enum RateOrigin {
    /** The pictures come at it, one for each frame, apart from pauses. */
    PICTURES,
    /** They come at a multiple of it, which is higher than players show. */
    HALVED,
    /** They come at a part of it, which is lower than players expect. */
    RAISED,
    /** They stay for two and three fields of television in turn, as films do there. */
    TELECINE,
    /** They come at no rate: it is the lowest standard rate that has a frame for each. */
    VARIES,
    /** The source states it, and has too few pictures to tell. */
    STATED,
    /** Nothing tells it. */
    ASSUMED
}
