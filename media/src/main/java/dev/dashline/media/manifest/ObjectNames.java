package dev.dashline.media.manifest;

/**
 * What the objects are called that manifests and playlists refer to. As in DASH templates (ISO/IEC 23009-1, 5.3.9.4.4),
 * {@code $RepresentationID$} stands for the id of a rendition, {@code $Time$} for the start of a segment and {@code
 * $Number$} for the number of a sheet.
 *
 * @param folder of a rendition, as seen from the MPD and the multivariant playlist; ends in a slash
 * @param init an init segment, as seen from its rendition's folder; the others likewise
 * @param segment a media segment
 * @param playlist a media playlist
 * @param keyframes a media playlist of keyframes alone
 * @param text the file of a text track
 * @param textSegments the same in segments, one after the other
 * @param sheet a sheet of thumbnails
 */
public record ObjectNames(
        String folder,
        String init,
        String segment,
        String playlist,
        String keyframes,
        String text,
        String textSegments,
        String sheet) {

    /** A DASH template: what an object of any rendition is called, as seen from the MPD. */
    String template(String name) {
        return folder + name;
    }

    /** What an object of one rendition is called, as seen from the MPD. */
    String of(String rendition, String name) {
        return folder.replace("$RepresentationID$", rendition) + name;
    }

    /** The segment that starts at this time, as seen from its rendition's folder. */
    String segment(long time) {
        return segment.replace("$Time$", Long.toString(time));
    }

    /** The sheet of this number, counted from 1, as seen from its folder. */
    public String sheet(int number) {
        return sheet.replace("$Number$", Integer.toString(number));
    }
}
