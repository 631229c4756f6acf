package dev.dashline.media.thumbnail;

import dev.dashline.media.text.Cue;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Small pictures of a video, in order, row by row, on sheets of one size. The last sheet may have places without a picture.
 *
 * @param layout of every sheet
 * @param tiles how many small pictures there are in all
 * @param tileUnits how long each stands for
 * @param timescale units in a second
 * @param sheetBytes the size of each sheet's file
 */
public record TileSheets(Layout layout, int tiles, long tileUnits, long timescale, List<Long> sheetBytes) {

    /** Names them, their folder and their Representation. */
    public static final String ID = "thumbnails";

    private static final int MOST_COLUMNS = 10;
    private static final int MOST_ROWS = 5;

    /**
     * How a sheet is filled.
     *
     * @param tileWidth pixels
     * @param tileHeight pixels
     */
    public record Layout(int tileWidth, int tileHeight, int columns, int rows) {

        /** For so many small pictures: sheets that are wide rather than high, and not so large that the first is waited for. */
        public static Layout of(int tileWidth, int tileHeight, int tiles) {
            int columns = Math.min(MOST_COLUMNS, tiles);
            return new Layout(tileWidth, tileHeight, columns, Math.min(MOST_ROWS, (tiles + columns - 1) / columns));
        }

        public int tilesOnASheet() {
            return columns * rows;
        }

        /** Of how many sheets so many small pictures need. */
        public int sheets(int tiles) {
            return (tiles + tilesOnASheet() - 1) / tilesOnASheet();
        }

        public int width() {
            return columns * tileWidth;
        }

        public int height() {
            return rows * tileHeight;
        }
    }

    public TileSheets {
        sheetBytes = List.copyOf(sheetBytes);
    }

    /** What a sheet's file is called, counted from 0. */
    public static String name(int sheet) {
        return sheet + 1 + ".jpg";
    }

    public long bytes() {
        return sheetBytes.stream().mapToLong(Long::longValue).sum();
    }

    /** Bits per second of the most demanding sheet. */
    public long peakBandwidth() {
        long most = 1;
        for (int sheet = 0; sheet < sheetBytes.size(); sheet++) {
            int onIt = Math.min(layout.tilesOnASheet(), tiles - sheet * layout.tilesOnASheet());
            most = Math.max(most, rate(sheetBytes.get(sheet), onIt));
        }
        return most;
    }

    /** Bits per second over all of them. */
    public long averageBandwidth() {
        return rate(bytes(), tiles);
    }

    private long rate(long bytes, int onTiles) {
        return (long) Math.ceil(bytes * 8.0 * timescale / (tileUnits * onTiles));
    }

    /**
     * The list of them for players that know no manifest: WebVTT, of which each cue names a sheet and the place on it (W3C Media
     * Fragments).
     *
     * @param durationMillis of the video, which the last one stands to the end of
     */
    public byte[] webVtt(long durationMillis) {
        StringBuilder text = new StringBuilder("WEBVTT\n");
        for (int tile = 0; tile < tiles; tile++) {
            long end = tile == tiles - 1 ? durationMillis : millis(tile + 1);
            int place = tile % layout.tilesOnASheet();
            text.append('\n')
                    .append(Cue.timestamp(millis(tile)))
                    .append(" --> ")
                    .append(Cue.timestamp(end));
            text.append('\n').append(name(tile / layout.tilesOnASheet()));
            text.append("#xywh=").append(place % layout.columns() * layout.tileWidth());
            text.append(',').append(place / layout.columns() * layout.tileHeight());
            text.append(',').append(layout.tileWidth());
            text.append(',').append(layout.tileHeight()).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private long millis(int tile) {
        return Math.round(tile * tileUnits * 1_000.0 / timescale);
    }
}
