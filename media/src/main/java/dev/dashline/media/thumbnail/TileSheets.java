package dev.dashline.media.thumbnail;

import dev.dashline.media.text.Cue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Small pictures of a video, in order, row by row, on sheets of the same size. The last sheet may have empty places.
 *
 * @param layout of every sheet
 * @param tiles number of small pictures
 * @param tileUnits how much of the video each picture stands for, in units
 * @param timescale units in a second
 * @param sheetBytes size of each sheet's file
 */
public record TileSheets(Layout layout, int tiles, long tileUnits, long timescale, List<Long> sheetBytes) {

    /** Names the rendition and its folder. */
    public static final String ID = "thumbnails";

    private static final int MOST_COLUMNS = 10;
    private static final int MOST_ROWS = 5;

    /**
     * The layout of a sheet.
     *
     * @param tileWidth pixels
     * @param tileHeight pixels
     */
    public record Layout(int tileWidth, int tileHeight, int columns, int rows) {

        /**
         * A layout for a number of pictures: wider than high, and small enough that a player does not wait for the
         * first sheet.
         */
        public static Layout of(int tileWidth, int tileHeight, int tiles) {
            int columns = Math.min(MOST_COLUMNS, tiles);
            return new Layout(tileWidth, tileHeight, columns, Math.min(MOST_ROWS, (tiles + columns - 1) / columns));
        }

        public int tilesOnASheet() {
            return columns * rows;
        }

        /** How many sheets a number of pictures needs. */
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

    /** The name of the file that FFmpeg writes for a sheet; sheets are counted from 0. */
    public static String name(int sheet) {
        return sheet + 1 + ".jpg";
    }

    public long bytes() {
        return sheetBytes.stream().mapToLong(Long::longValue).sum();
    }

    /** Peak bit rate, bits per second: that of the largest sheet for its time. */
    public long peakBandwidth() {
        long most = 1;
        for (int sheet = 0; sheet < sheetBytes.size(); sheet++) {
            int onIt = Math.min(layout.tilesOnASheet(), tiles - sheet * layout.tilesOnASheet());
            most = Math.max(most, rate(sheetBytes.get(sheet), onIt));
        }
        return most;
    }

    /** Average bit rate, bits per second. */
    public long averageBandwidth() {
        return rate(bytes(), tiles);
    }

    private long rate(long bytes, int onTiles) {
        return (long) Math.ceil(bytes * 8.0 * timescale / (tileUnits * onTiles));
    }

    /**
     * The list of pictures for players that read no manifest: WebVTT in which each cue names a sheet and a place on it
     * (W3C Media Fragments).
     *
     * @param durationMillis of the video: the last picture stands for all up to its end
     * @param names the name of a sheet, relative to the list; sheets are counted from 1
     */
    public byte[] webVtt(long durationMillis, IntFunction<String> names) {
        StringBuilder text = new StringBuilder("WEBVTT\n");
        for (int tile = 0; tile < tiles; tile++) {
            long end = tile == tiles - 1 ? durationMillis : millis(tile + 1);
            int place = tile % layout.tilesOnASheet();
            text.append('\n')
                    .append(Cue.timestamp(millis(tile)))
                    .append(" --> ")
                    .append(Cue.timestamp(end));
            text.append('\n').append(names.apply(tile / layout.tilesOnASheet() + 1));
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
