package dev.dashline.media.text;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The captions in the pictures of a source.
 *
 * @param texts by channels of CEA-608; only those that have text
 * @param services those of CEA-708 that have text, which is not read
 */
public record CaptionTexts(SortedMap<CaptionChannel, TextCues> texts, SortedSet<CaptionChannel> services) {

    public CaptionTexts {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
        services = Collections.unmodifiableSortedSet(new TreeSet<>(services));
    }

    /** All that have text. */
    public SortedSet<CaptionChannel> channels() {
        SortedSet<CaptionChannel> all = new TreeSet<>(texts.keySet());
        all.addAll(services);
        return all;
    }
}
