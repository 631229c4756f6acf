package dev.dashline.schemas.storage;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Tells which attempt a manifest or a multivariant playlist belongs to: the one whose folder all of its references lead
 * into. What is visible says so itself, so nothing staged, which may have been swept, has to be compared with it.
 */
public final class ManifestOwner {

    private static final String PLAYLIST = "#EXTM3U";
    private static final String VARIANT = "#EXT-X-STREAM-INF:";

    private final StorageNames names;

    public ManifestOwner(StorageNames names) {
        this.names = names;
    }

    /**
     * The attempt that a manifest belongs to.
     *
     * @param manifest an MPD or a multivariant playlist, UTF-8
     * @return from 1
     * @throws UnreadableManifestException if it is neither, or refers to no attempt, or to several
     */
    public int of(byte[] manifest) throws UnreadableManifestException {
        String text = new String(manifest, StandardCharsets.UTF_8);
        List<String> references = text.startsWith(PLAYLIST) ? ofPlaylist(text) : ofMpd(text);
        Set<Integer> attempts = new TreeSet<>();
        for (String reference : references) {
            OptionalInt attempt = names.attemptOf(reference);
            if (attempt.isEmpty()) {
                throw new UnreadableManifestException("it refers to " + reference + ", which is of no attempt");
            }
            attempts.add(attempt.getAsInt());
        }
        if (attempts.size() != 1) {
            throw new UnreadableManifestException("it refers to attempts " + attempts);
        }
        return attempts.iterator().next();
    }

    /** The media playlist of each variant, which is in the line after its tag (RFC 8216, 4.3.4.2). */
    private static List<String> ofPlaylist(String text) {
        List<String> references = new ArrayList<>();
        Iterator<String> lines = text.lines().iterator();
        while (lines.hasNext()) {
            if (lines.next().startsWith(VARIANT) && lines.hasNext()) {
                references.add(lines.next());
            }
        }
        return references;
    }

    /** The templates of segments' names. Text can stand in a label, too, and is therefore no reference. */
    private static List<String> ofMpd(String text) throws UnreadableManifestException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        List<String> references = new ArrayList<>();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text));
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("SegmentTemplate")) {
                    Stream.of("initialization", "media")
                            .map(name -> xml.getAttributeValue(null, name))
                            .filter(value -> value != null)
                            .forEach(references::add);
                }
            }
            return references;
        } catch (XMLStreamException e) {
            throw new UnreadableManifestException("it is neither a playlist nor an MPD: " + e.getMessage(), e);
        }
    }
}
