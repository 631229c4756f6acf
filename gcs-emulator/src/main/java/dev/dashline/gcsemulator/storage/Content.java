package dev.dashline.gcsemulator.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * Bytes on disk with their checksums.
 *
 * @param crc32c big-endian, base64
 * @param md5 base64; empty for a composed object, which has none
 */
public record Content(Path file, long size, String crc32c, String md5) {

    private static final int BUFFER = 1 << 17;

    /** Takes over a file that is written. */
    public static Content of(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        MessageDigest md5 = Digests.md5();
        long size = 0;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
                md5.update(buffer, 0, n);
                size += n;
            }
        }
        return new Content(file, size, base64((int) crc.getValue()), base64(md5.digest()));
    }

    /** The same without reading the file. */
    public static Content unread(Path file) throws IOException {
        return new Content(file, Files.size(file), base64(0), "");
    }

    public Content withoutMd5() {
        return new Content(file, size, crc32c, "");
    }

    /** The value of the {@code x-goog-hash} header. */
    public String hashes() {
        return "crc32c=" + crc32c + (md5.isEmpty() ? "" : ",md5=" + md5);
    }

    public void copy(long offset, long length, OutputStream out) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(offset);
            byte[] buffer = new byte[BUFFER];
            long left = length;
            while (left > 0) {
                int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (n < 0) {
                    throw new IOException(file + " ended early");
                }
                out.write(buffer, 0, n);
                left -= n;
            }
        }
    }

    private static String base64(int crc) {
        return base64(ByteBuffer.allocate(Integer.BYTES).putInt(crc).array());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
