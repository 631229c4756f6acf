package dev.dashline.media.ffprobe;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * JSON in UTF-8 whose strings are cut where they are long: a tag of a source may have any length. Cuts between
 * characters, so that it stays JSON. Use on one thread.
 */
final class ClippedStrings extends FilterInputStream {

    /** Bytes. No title is that long, and no list of channels. */
    static final int LONGEST = 2_048;

    private static final int HEX_DIGITS = 4;

    private boolean inString;
    private boolean clips;
    private int length;
    /** How many bytes of an escape sequence follow; its second byte tells. */
    private int escaped;

    private boolean afterBackslash;

    ClippedStrings(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        int kept = 0;
        while (kept == 0) {
            int n = super.read(bytes, from, count);
            if (n < 0) {
                return -1;
            }
            for (int at = from; at < from + n; at++) {
                if (keeps(bytes[at])) {
                    bytes[from + kept++] = bytes[at];
                }
            }
        }
        return kept;
    }

    private boolean keeps(byte next) {
        if (!inString) {
            inString = next == '"';
            length = 0;
            clips = false;
            return true;
        }
        boolean within = afterBackslash || escaped > 0 || (next & 0xc0) == 0x80;
        if (!within && next == '"') {
            inString = false;
            return true;
        }
        clips |= !within && length >= LONGEST;
        length++;
        escaped = afterBackslash ? (next == 'u' ? HEX_DIGITS : 0) : Math.max(0, escaped - 1);
        afterBackslash = !within && next == '\\';
        return !clips;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public long skip(long count) {
        throw new UnsupportedOperationException("a part that is skipped may hold the end of a string");
    }
}
