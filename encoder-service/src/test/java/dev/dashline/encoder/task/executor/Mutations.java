package dev.dashline.encoder.task.executor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Changes a file as somebody does who wants to do harm with it. The same seed makes the same change.
 *
 * @param lures files and addresses that a file which leads elsewhere names
 */
record Mutations(List<String> lures) {

    /** Numbers that lengths, counts and times are seldom checked for. */
    private static final List<byte[]> EXTREMES = List.of(
            new byte[] {0, 0, 0, 0},
            new byte[] {0, 0, 0, 1},
            new byte[] {-1, -1, -1, -1},
            new byte[] {127, -1, -1, -1},
            new byte[] {-128, 0, 0, 0},
            new byte[] {0, 0, -1, -1},
            new byte[] {-1, -1, -1, -1, -1, -1, -1, -1},
            new byte[] {127, -1, -1, -1, -1, -1, -1, -1});

    /** Where most formats say what follows. */
    private static final int HEADER = 1_024;

    /** One to four changes, one after the other. */
    byte[] of(byte[] content, long seed) {
        Random random = new Random(seed);
        if (random.nextInt(16) == 0) {
            return leading(random);
        }
        byte[] changed = content;
        int changes = 1 + random.nextInt(4);
        for (int change = 0; change < changes; change++) {
            changed = changed(changed, random);
        }
        return changed;
    }

    private static byte[] changed(byte[] content, Random random) {
        if (content.length < 2) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = position(content, random);
        int length = 1 + random.nextInt(Math.min(4_096, content.length - at));
        return switch (random.nextInt(7)) {
            case 0 -> flipped(content, random);
            case 1 -> overwritten(content, at, EXTREMES.get(random.nextInt(EXTREMES.size())));
            case 2 -> Arrays.copyOf(content, at);
            case 3 -> joined(content, at, at + length, new byte[0]);
            case 4 -> joined(content, at, at, Arrays.copyOfRange(content, at, at + length));
            case 5 -> joined(content, at, at, new byte[length]);
            default -> overwritten(content, position(content, random), Arrays.copyOfRange(content, at, at + length));
        };
    }

    /** In half of all cases within a header, at the beginning or, as in many MP4 files, at the end. */
    private static int position(byte[] content, Random random) {
        int within = random.nextInt(Math.min(HEADER, content.length));
        return switch (random.nextInt(4)) {
            case 0 -> within;
            case 1 -> content.length - 1 - within;
            default -> random.nextInt(content.length);
        };
    }

    private static byte[] flipped(byte[] content, Random random) {
        byte[] flipped = content.clone();
        int flips = 1 + random.nextInt(32);
        for (int flip = 0; flip < flips; flip++) {
            flipped[position(content, random)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return flipped;
    }

    private static byte[] overwritten(byte[] content, int at, byte[] with) {
        byte[] changed = content.clone();
        System.arraycopy(with, 0, changed, at, Math.min(with.length, content.length - at));
        return changed;
    }

    private static byte[] joined(byte[] content, int first, int rest, byte[] between) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(content, 0, first);
        joined.writeBytes(between);
        joined.write(content, rest, content.length - rest);
        return joined.toByteArray();
    }

    /** A file that leads elsewhere. */
    private byte[] leading(Random random) {
        String lure = lures.get(random.nextInt(lures.size()));
        String text = List.of(
                        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n%s\n#EXT-X-ENDLIST\n",
                        "ffconcat version 1.0\nfile '%s'\n",
                        "<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'><Period><BaseURL>%s</BaseURL></Period></MPD>",
                        "v=0\nc=IN IP4 127.0.0.1\na=control:%s\nm=video 9 RTP/AVP 96\n",
                        "[playlist]\nFile1=%s\n",
                        "WEBVTT\n\n00:00.000 --> 00:01.000\n<img src='%s'>\n")
                .get(random.nextInt(6))
                .formatted(lure);
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
