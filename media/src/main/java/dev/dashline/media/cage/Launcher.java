package dev.dashline.media.cage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * The program that makes a list of system calls and so becomes another program. A process can only confine itself, and
 * Java has no way to do anything between the start of a process and that of its program; the launcher is that way.
 *
 * <p>It reads the list of {@link CallList} from its standard input into memory at {@link CallList#ADDRESS}, makes one
 * call after the other, and goes on as long as each gives what the list expects. When one does not, it ends, with what
 * that call gave as its status. The last call of a list is the one that starts the other program. Safe for use by many
 * threads.
 */
record Launcher(Path program) {

    private static final long BASE = 0x400000;
    private static final int HEADER = 64;
    private static final int SEGMENT = 56;
    /** As large as a page may be. */
    private static final long ALIGNMENT = 0x10000;

    private static final int READ_WRITE = 6;
    private static final int READ_EXECUTE = 5;

    /**
     * Writes the program, unless it is there. Several processes may do so at the same time.
     *
     * @param folder where it is put; created if need be
     */
    static Launcher install(Path folder, Machine machine) throws IOException {
        Path program = Files.createDirectories(folder).resolve("dashline-launcher");
        byte[] image = image(machine);
        if (Files.isExecutable(program) && Arrays.equals(Files.readAllBytes(program), image)) {
            return new Launcher(program);
        }
        Path unfinished = Files.createTempFile(folder, "dashline-launcher", ".part");
        try {
            Files.write(unfinished, image);
            if (!unfinished.toFile().setExecutable(true, false)) {
                throw new IOException(unfinished + " cannot be made executable");
            }
            Files.move(unfinished, program, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        return new Launcher(program);
    }

    /** An ELF program of two segments: its code, and room for a list. */
    private static byte[] image(Machine machine) {
        byte[] code = machine.code();
        int start = HEADER + 2 * SEGMENT;
        ByteBuffer image = ByteBuffer.allocate(start + code.length).order(ByteOrder.LITTLE_ENDIAN);
        image.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        image.putShort((short) 2).putShort((short) machine.elf()).putInt(1);
        image.putLong(BASE + start).putLong(HEADER).putLong(0).putInt(0);
        image.putShort((short) HEADER).putShort((short) SEGMENT).putShort((short) 2);
        image.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        segment(image, READ_EXECUTE, BASE, start + code.length, start + code.length);
        segment(image, READ_WRITE, CallList.ADDRESS, 0, CallList.ROOM);
        return image.put(code).array();
    }

    private static void segment(ByteBuffer image, int access, long address, long stored, long size) {
        image.putInt(1).putInt(access).putLong(0).putLong(address).putLong(address);
        image.putLong(stored).putLong(size).putLong(ALIGNMENT);
    }

    /** Starts a process that makes these calls, with an empty environment. */
    Process start(CallList calls) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.toString());
        builder.environment().clear();
        Process process = builder.start();
        try (OutputStream list = process.getOutputStream()) {
            list.write(calls.bytes());
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
        return process;
    }
}
