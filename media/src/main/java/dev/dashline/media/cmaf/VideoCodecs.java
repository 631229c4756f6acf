package dev.dashline.media.cmaf;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Locale;

/** Makes the {@code codecs} parameter of manifests from decoder configurations (RFC 6381). */
final class VideoCodecs {

    private VideoCodecs() {}

    /** From an {@code avcC}: ISO/IEC 14496-15, annex E.2. */
    static String avc(ByteBuffer record) {
        byte[] profile = {record.get(1), record.get(2), record.get(3)};
        return "avc1." + HexFormat.of().formatHex(profile);
    }

    /** From an {@code hvcC}: ISO/IEC 14496-15, annex E.3; {@code hvc1.1.6.L93.90}. */
    static String hevc(ByteBuffer record) {
        int first = record.get(1) & 0xff;
        int space = first >>> 6;
        int tier = first >>> 5 & 1;
        int profile = first & 0x1f;
        // The flags are written from the lowest bit on.
        int compatibility = Integer.reverse(record.getInt(2));
        StringBuilder text = new StringBuilder("hvc1.")
                .append(space == 0 ? "" : String.valueOf((char) ('A' + space - 1)))
                .append(profile)
                .append('.')
                .append(Integer.toHexString(compatibility).toUpperCase(Locale.ROOT))
                .append('.')
                .append(tier == 0 ? 'L' : 'H')
                .append(record.get(12) & 0xff);
        int last = 11;
        while (last >= 6 && record.get(last) == 0) {
            last--;
        }
        for (int constraint = 6; constraint <= last; constraint++) {
            text.append('.').append(String.format(Locale.ROOT, "%X", record.get(constraint)));
        }
        return text.toString();
    }

    /** From an {@code av1C}: AV1 codec ISO media file format binding, section 5; {@code av01.0.04M.08}. */
    static String av1(ByteBuffer record) {
        int profile = record.get(1) >>> 5 & 0x7;
        int level = record.get(1) & 0x1f;
        boolean high = (record.get(2) & 0x80) != 0;
        boolean deep = (record.get(2) & 0x40) != 0;
        boolean twelve = (record.get(2) & 0x20) != 0;
        return String.format(
                Locale.ROOT, "av01.%d.%02d%s.%s", profile, level, high ? "H" : "M", twelve ? "12" : deep ? "10" : "08");
    }
}
