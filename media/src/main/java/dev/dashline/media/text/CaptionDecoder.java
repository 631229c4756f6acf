package dev.dashline.media.text;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Decodes the captions of one channel of CEA-608 (47 CFR 15.119): those that pop on, roll up and paint on. Each text
 * that stands on the screen becomes a cue. What rolls up or is painted is shown from its first character on, since a
 * cue cannot grow. For use by one thread, once.
 */
final class CaptionDecoder {

    private static final int PLACE = 0x40;
    private static final int INDENTED = 0x10;
    private static final int BACKGROUND = 0x20;
    /** The row of a place by three bits of its first byte, the lower of two where there are two. */
    private static final int[] ROW = {10, 0, 2, 11, 13, 4, 6, 8};

    /** Its first byte has one row only. */
    private static final int SINGLE = 0;

    private enum Mode {
        POP_ON,
        ROLL_UP,
        PAINT_ON,
        /** A service of its own, which is no caption. */
        TEXT
    }

    private final boolean second;
    private final List<Cue> cues = new ArrayList<>();
    private CaptionRows shown = new CaptionRows();
    private CaptionRows hidden = new CaptionRows();
    private Mode mode = Mode.TEXT;
    private int rolling = 2;
    private int row = CaptionRows.ROWS - 1;
    private int column;
    /** Whether what comes is for this channel. */
    private boolean own;

    private CaptionPair repeatable = new CaptionPair(0, 0);
    private OptionalLong since = OptionalLong.empty();

    /**
     * A decoder.
     *
     * @param second whether the channel is the second one of its field
     */
    CaptionDecoder(boolean second) {
        this.second = second;
        this.own = !second;
    }

    /** Takes the next pair of the field, at the time of its picture. */
    void take(long millis, CaptionPair pair) {
        // A code is sent twice, in case that one is lost.
        boolean repeated = pair.isCode() && pair.equals(repeatable);
        repeatable = repeated ? new CaptionPair(0, 0) : pair;
        if (repeated || pair.isEmpty()) {
            return;
        }
        if (pair.isCode()) {
            own = pair.isForSecondChannel() == second;
        } else if (pair.isOfAnotherService()) {
            own = false;
        }
        if (!own) {
            return;
        }
        if (pair.isCode()) {
            code(millis, pair.plain().first(), pair.second());
        } else {
            write(millis, pair.first());
            write(millis, pair.second());
        }
    }

    /** All cues, when no pairs follow. */
    List<Cue> finish(long millis) {
        end(millis);
        return cues;
    }

    private void code(long millis, int first, int second) {
        if (second >= PLACE) {
            place(millis, first & 0x7, second);
        } else if (first == 0x14 && second < 0x30) {
            control(millis, second);
        } else if (first == 0x11 && second >= 0x30) {
            put(millis, CaptionCharacters.special(second));
        } else if (first == 0x11 && second >= 0x20) {
            // A change of style takes a column.
            put(millis, ' ');
        } else if ((first == 0x12 || first == 0x13) && second >= 0x20) {
            column = Math.max(0, column - 1);
            put(millis, CaptionCharacters.extended(first, second));
        } else if (first == 0x17 && second > 0x20 && second < 0x24) {
            column += second & 0x3;
        }
    }

    private void place(long millis, int bits, int second) {
        int wanted = ROW[bits] + (bits != SINGLE && (second & BACKGROUND) != 0 ? 1 : 0);
        if (mode == Mode.ROLL_UP && wanted != row) {
            shown.move(row, rolling, wanted);
            begin(millis);
        }
        row = wanted;
        column = (second & INDENTED) != 0 ? (second & 0xe) * 2 : 0;
    }

    private void control(long millis, int code) {
        switch (code) {
            case 0x20 -> mode = Mode.POP_ON;
            case 0x21 -> {
                column = Math.max(0, column - 1);
                memory().put(row, column, ' ');
            }
            case 0x24 -> memory().clearFrom(row, column);
            case 0x25, 0x26, 0x27 -> rollUp(millis, code - 0x23);
            case 0x29 -> {
                end(millis);
                mode = Mode.PAINT_ON;
                begin(millis);
            }
            case 0x2a, 0x2b -> mode = Mode.TEXT;
            case 0x2c -> {
                end(millis);
                shown.clear();
            }
            case 0x2d -> carriageReturn(millis);
            case 0x2e -> hidden.clear();
            case 0x2f -> flip(millis);
            default -> {}
        }
    }

    private void rollUp(long millis, int rows) {
        if (mode != Mode.ROLL_UP) {
            end(millis);
            shown.clear();
            hidden.clear();
            row = CaptionRows.ROWS - 1;
            column = 0;
        }
        mode = Mode.ROLL_UP;
        rolling = rows;
    }

    private void carriageReturn(long millis) {
        if (mode == Mode.ROLL_UP) {
            end(millis);
            shown.rollUp(row, rolling);
            column = 0;
            begin(millis);
        }
    }

    private void flip(long millis) {
        end(millis);
        CaptionRows before = shown;
        shown = hidden;
        hidden = before;
        mode = Mode.POP_ON;
        begin(millis);
    }

    private CaptionRows memory() {
        return mode == Mode.POP_ON ? hidden : shown;
    }

    private void write(long millis, int code) {
        if (code >= 0x20) {
            put(millis, CaptionCharacters.basic(code));
        }
    }

    private void put(long millis, char character) {
        if (mode != Mode.TEXT) {
            memory().put(row, column, character);
            column++;
            begin(millis);
        }
    }

    /** Remembers when what is on the screen came there. */
    private void begin(long millis) {
        if (since.isEmpty() && !shown.isEmpty()) {
            since = OptionalLong.of(millis);
        }
    }

    /** Makes a cue of what has been on the screen until now. */
    private void end(long millis) {
        if (since.isPresent() && millis > since.getAsLong() && !shown.isEmpty()) {
            cues.add(new Cue(since.getAsLong(), millis, shown.isHigh() ? "line:0" : "", shown.text()));
        }
        since = OptionalLong.empty();
    }
}
