package dev.dashline.ingest.upload;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of what is stored of uploads: {@code {root}{tenant}/{id}/…}. The tenant is part of each name, so whoever
 * looks for an upload looks among those of one tenant.
 *
 * @param root ends in a slash
 */
public record UploadNames(URI root) {

    /** What stands before an id where a request names an upload as its source. */
    public static final String SCHEME = "upload:";

    private static final String INFO = "upload.json";
    private static final String PARTS = "parts/";
    private static final String SOURCE = "source";
    private static final String FINISHED = "finished.json";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern PLACE = Pattern.compile("([^/]+)/([^/]+)/.+");

    public UploadNames {
        // As file stores write names in lists, whatever the setting looks like.
        root = "file".equals(root.getScheme()) ? URI.create("file://" + root.getRawPath()) : root;
    }

    /** An upload, by its names. */
    record Place(String tenant, String id) {}

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Where all uploads of a tenant are. */
    URI tenant(String tenant) {
        return URI.create(root + tenant + "/");
    }

    URI folder(Place place) {
        return URI.create(tenant(place.tenant()) + place.id() + "/");
    }

    /** Not resolved: that would write {@code file:///} as {@code file:/}. */
    private URI object(Place place, String name) {
        return URI.create(folder(place) + name);
    }

    /** What the upload is. */
    URI info(Place place) {
        return object(place, INFO);
    }

    /** The part that begins at this byte. Its name has a fixed length, so a listing has the parts in their order. */
    URI part(Place place, long offset) {
        return object(place, PARTS + String.format("%016d", offset));
    }

    /** The content, once it is whole. */
    URI source(Place place) {
        return object(place, SOURCE);
    }

    /** How it ended. */
    URI finished(Place place) {
        return object(place, FINISHED);
    }

    /** The first byte of a part; empty if the object is none. */
    OptionalLong offset(Place place, URI object) {
        String parts = folder(place) + PARTS;
        String name = object.toString();
        return name.startsWith(parts) && name.substring(parts.length()).matches("[0-9]{16}")
                ? OptionalLong.of(Long.parseLong(name.substring(parts.length())))
                : OptionalLong.empty();
    }

    /** The upload that an object is of; empty if it is of none. */
    Optional<Place> place(URI object) {
        String name = object.toString();
        if (!name.startsWith(root.toString())) {
            return Optional.empty();
        }
        Matcher matcher = PLACE.matcher(name.substring(root.toString().length()));
        return matcher.matches() ? Optional.of(new Place(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** The content of the tenant's upload that a source such as {@code upload:…} names; empty if it names none. */
    public Optional<URI> source(String tenant, String source) {
        return source.startsWith(SCHEME) && isId(source.substring(SCHEME.length()))
                ? Optional.of(source(new Place(tenant, source.substring(SCHEME.length()))))
                : Optional.empty();
    }

    /** Whether it is the content of an upload of this tenant. */
    public boolean isSource(String tenant, URI object) {
        return place(object)
                .filter(place -> place.tenant().equals(tenant) && isId(place.id()))
                .filter(place -> source(place).equals(object))
                .isPresent();
    }
}
