package dev.dashline.store;

/**
 * How an object is served over HTTP.
 *
 * @param contentType media type
 * @param cacheControl value of the {@code Cache-Control} header
 */
public record ObjectAttributes(String contentType, String cacheControl) {

    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String SHORTLY = "public, max-age=5";

    /** For what never changes under its name: segments, init segments, media playlists of one attempt. */
    public static ObjectAttributes immutable(String contentType) {
        return new ObjectAttributes(contentType, FOR_EVER);
    }

    /** For what a replay may replace under the same name: public manifests. */
    public static ObjectAttributes replaceable(String contentType) {
        return new ObjectAttributes(contentType, SHORTLY);
    }
}
