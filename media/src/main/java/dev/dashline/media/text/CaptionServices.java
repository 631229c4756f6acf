package dev.dashline.media.text;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds the services of CEA-708 that have text. The text itself is not read. For use by one thread. */
final class CaptionServices {

    private static final int SIZE = 0x3f;
    private static final int LARGEST = 128;
    private static final int BLOCK_SIZE = 0x1f;
    /** Stands for a number in the next byte. */
    private static final int EXTENDED = 7;

    /** Bytes after each of the codes from 0x80 on (CEA-708, 8.10). */
    private static final int[] PARAMETERS = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 2, 3, 2, 0, 0, 0, 0, 4, 6, 6, 6, 6, 6, 6, 6, 6
    };

    private final SortedSet<CaptionChannel> found = new TreeSet<>();
    private final int[] packet = new int[LARGEST];
    private int length;
    private int size;

    void take(CaptionBytes bytes) {
        if (bytes.startsPacket()) {
            int code = bytes.first() & SIZE;
            size = code == 0 ? LARGEST : 2 * code;
            length = 0;
        }
        if (length < size) {
            packet[length++] = bytes.first();
            packet[length++] = bytes.second();
            if (length == size) {
                blocks();
            }
        }
    }

    SortedSet<CaptionChannel> found() {
        return found;
    }

    private void blocks() {
        int at = 1;
        while (at < size) {
            int header = packet[at++];
            int number = header >> 5;
            int end = at + (header & BLOCK_SIZE);
            if (number == EXTENDED && end > at && at < size) {
                number = packet[at++] & SIZE;
                end++;
            }
            if (number == 0 || end > size) {
                return;
            }
            if (hasText(Arrays.copyOfRange(packet, at, end))) {
                found.add(new CaptionChannel(CaptionChannel.Standard.CEA_708, number));
            }
            at = end;
        }
    }

    /** Whether there is a character among the commands. */
    private static boolean hasText(int[] block) {
        int at = 0;
        while (at < block.length) {
            int code = block[at++];
            if (code >= 0xa0 || (code > 0x20 && code < 0x80)) {
                return true;
            } else if (code >= 0x80) {
                at += PARAMETERS[code - 0x80];
            } else if (code >= 0x18) {
                at += 2;
            } else if (code >= 0x10 && code < 0x20) {
                at++;
            }
        }
        return false;
    }
}
