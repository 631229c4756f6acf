package dev.dashline.media.text;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The 15 rows of 32 characters that CEA-608 writes to. For use by one thread. */
final class CaptionRows {

    static final int ROWS = 15;
    private static final int COLUMNS = 32;

    private final char[][] rows = new char[ROWS][COLUMNS];

    CaptionRows() {
        clear();
    }

    void clear() {
        for (char[] row : rows) {
            Arrays.fill(row, ' ');
        }
    }

    /** Puts a character; what is past the end of a row replaces its last one. */
    void put(int row, int column, char character) {
        rows[row][Math.max(0, Math.min(column, COLUMNS - 1))] = character;
    }

    void clearFrom(int row, int column) {
        Arrays.fill(rows[row], Math.min(column, COLUMNS), COLUMNS, ' ');
    }

    /** Moves rows up by one. The first is gone, and the last becomes empty, as is all above. */
    void rollUp(int last, int count) {
        int first = Math.max(0, last - count + 1);
        for (int row = 0; row < ROWS; row++) {
            if (row >= first && row < last) {
                rows[row] = rows[row + 1].clone();
            } else {
                Arrays.fill(rows[row], ' ');
            }
        }
    }

    /** Moves the rows that end with one, so that they end with another. */
    void move(int last, int count, int to) {
        char[][] moved = new char[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            int from = row - to + last;
            boolean taken = row <= to && row > to - count && from >= 0;
            moved[row] = taken ? rows[from].clone() : " ".repeat(COLUMNS).toCharArray();
        }
        System.arraycopy(moved, 0, rows, 0, ROWS);
    }

    boolean isEmpty() {
        return text().isEmpty();
    }

    /** Whether all text is in the upper half. */
    boolean isHigh() {
        return Arrays.stream(rows, ROWS / 2, ROWS)
                .allMatch(row -> String.valueOf(row).isBlank());
    }

    /** The text in WebVTT's syntax, without empty rows. */
    String text() {
        return Arrays.stream(rows)
                .map(row -> String.valueOf(row).strip())
                .filter(row -> !row.isEmpty())
                .map(row -> row.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
                .collect(Collectors.joining("\n"));
    }
}
