package dev.dashline.store;

import java.net.URI;

/**
 * An object as the store knows it.
 *
 * @param uri its name
 * @param size bytes
 * @param crc32c CRC-32C (Castagnoli) of its content: 8 hexadecimal digits, lower case
 * @param generation changes with every write of the same name; never 0
 */
public record StoredObject(URI uri, long size, String crc32c, long generation) {}
