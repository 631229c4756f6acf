package dev.dashline.media.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The dynamic section of a Linux program or library (ELF, 64 bit, little endian): which libraries it needs, and where
 * they are looked for. Used once, on one thread. Why it is here: ADR 20.
 *
 * <p>Formats and constants: System V ABI, chapter 5 "Dynamic Linking", and the symbol versioning part of the Linux
 * Standard Base.
 */
final class ElfFile {

    /** ELF, of 64 bits, little endian. */
    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F', 2, 1};

    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final long DT_NEEDED = 1;
    private static final long DT_STRTAB = 5;
    private static final long DT_RPATH = 15;
    private static final long DT_RUNPATH = 29;
    private static final long DT_VERNEED = 0x6ffffffeL;
    private static final String C_LIBRARY = "libc.so.6";
    private static final Pattern DEVICES =
            Pattern.compile("lib(xcb|xcb-shm|xcb-shape|xcb-xfixes|asound|pulse|sndio)\\.so.*");

    /** A part of the file and the address that it is loaded at. */
    private record Segment(long address, long offset, long size) {}

    private final byte[] image;
    private final ByteBuffer bytes;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Integer> neededEntries = new ArrayList<>();
    private final Map<Long, Integer> entries = new HashMap<>();

    private ElfFile(byte[] image) {
        this.image = image;
        bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        int tableOffset = (int) bytes.getLong(32);
        int entrySize = bytes.getShort(54);
        int count = bytes.getShort(56);
        for (int at = tableOffset; at < tableOffset + count * entrySize; at += entrySize) {
            long offset = bytes.getLong(at + 8);
            long size = bytes.getLong(at + 32);
            switch (bytes.getInt(at)) {
                case PT_LOAD -> segments.add(new Segment(bytes.getLong(at + 16), offset, size));
                case PT_DYNAMIC -> readDynamic((int) offset, (int) (offset + size));
                default -> {}
            }
        }
    }

    /**
     * Changes a file so that it starts on a machine without X11 and sound servers. Files of other formats stay as they
     * are.
     */
    static void withoutDevices(Path file) throws IOException {
        byte[] image = Files.readAllBytes(file);
        boolean elf = image.length > 64 && Arrays.equals(image, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
        if (elf && new ElfFile(image).change()) {
            Files.write(file, image);
        }
    }

    private boolean change() {
        boolean changed = inheritSearchPath();
        Integer cLibrary = null;
        List<Integer> devices = new ArrayList<>();
        for (int entry : neededEntries) {
            String library = text((int) bytes.getLong(entry + 8));
            if (library.equals(C_LIBRARY)) {
                cLibrary = (int) bytes.getLong(entry + 8);
            } else if (DEVICES.matcher(library).matches()) {
                devices.add(entry);
            }
        }
        if (cLibrary == null || devices.isEmpty()) {
            return changed;
        }
        for (int entry : devices) {
            bytes.putLong(entry + 8, cLibrary);
        }
        replaceVersions(cLibrary);
        return true;
    }

    private boolean inheritSearchPath() {
        Integer entry = entries.get(DT_RUNPATH);
        if (entry != null) {
            bytes.putLong(entry, DT_RPATH);
        }
        return entry != null;
    }

    /**
     * The loader looks for a symbol version in the library that the entry names: give each entry one that the C library
     * has.
     */
    private void replaceVersions(int cLibrary) {
        if (!entries.containsKey(DT_VERNEED)) {
            return;
        }
        List<Integer> foreign = new ArrayList<>();
        int hash = 0;
        int name = 0;
        int next;
        int need = offset(bytes.getLong(entries.get(DT_VERNEED) + 8));
        do {
            int first = need + bytes.getInt(need + 8);
            String library = text(bytes.getInt(need + 4));
            if (library.equals(C_LIBRARY)) {
                hash = bytes.getInt(first);
                name = bytes.getInt(first + 8);
            } else if (DEVICES.matcher(library).matches()) {
                bytes.putInt(need + 4, cLibrary);
                foreign.addAll(versions(first, bytes.getShort(need + 2)));
            }
            next = bytes.getInt(need + 12);
            need += next;
        } while (next != 0);
        for (int version : foreign) {
            bytes.putInt(version, hash);
            bytes.putInt(version + 8, name);
        }
    }

    private List<Integer> versions(int first, int count) {
        List<Integer> versions = new ArrayList<>();
        int version = first;
        for (int each = 0; each < count; each++) {
            versions.add(version);
            version += bytes.getInt(version + 12);
        }
        return versions;
    }

    private void readDynamic(int from, int to) {
        for (int entry = from; entry < to; entry += 16) {
            if (bytes.getLong(entry) == DT_NEEDED) {
                neededEntries.add(entry);
            } else {
                entries.putIfAbsent(bytes.getLong(entry), entry);
            }
        }
    }

    private String text(int index) {
        int from = offset(bytes.getLong(Objects.requireNonNull(entries.get(DT_STRTAB)) + 8)) + index;
        int to = from;
        while (bytes.get(to) != 0) {
            to++;
        }
        return new String(image, from, to - from, StandardCharsets.US_ASCII);
    }

    private int offset(long address) {
        return segments.stream()
                .filter(segment -> segment.address() <= address && address < segment.address() + segment.size())
                .map(segment -> (int) (address - segment.address() + segment.offset()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not an address in this file: " + address));
    }
}
