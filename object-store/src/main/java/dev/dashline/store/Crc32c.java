package dev.dashline.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** CRC-32C (Castagnoli) checksums as events and inventories write them: 8 hexadecimal digits, lower case. */
public final class Crc32c {

    private static final int BUFFER = 1 << 16;

    private Crc32c() {}

    public static String of(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content, 0, content.length);
        return text(crc.getValue());
    }

    /** Reads a whole file. */
    public static String of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in);
        }
    }

    /** Reads a stream to its end, and leaves it open. */
    public static String of(InputStream in) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            crc.update(buffer, 0, n);
        }
        return text(crc.getValue());
    }

    /** The text of what {@link CRC32C#getValue()} returns. */
    public static String text(long value) {
        return HexFormat.of().toHexDigits(value, 8);
    }
}
