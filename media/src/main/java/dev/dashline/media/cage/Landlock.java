package dev.dashline.media.cage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Landlock, by which a process gives up access to files and ports: what no rule allows is refused, whoever the user is.
 *
 * <p>Constants: {@code linux/landlock.h}.
 *
 * @param version of the kernel's interface; 0 for none
 */
record Landlock(int version) {

    /** From these versions on it knows of ports, and of signals and sockets without a file. */
    static final int PORTS = 4;

    static final int SIGNALS = 6;

    private static final int VERSION_QUERY = 1;
    private static final int PATH_RULE = 1;
    private static final int PORT_RULE = 2;
    private static final long EXECUTE = 1;
    private static final long WRITE_FILE = 1 << 1;
    private static final long READ_FILE = 1 << 2;
    private static final long READ_FOLDER = 1 << 3;
    private static final long REMOVE = 1 << 4 | 1 << 5;
    private static final long MAKE_FOLDER = 1 << 7;
    private static final long MAKE_FILE = 1 << 8;
    private static final long ALL_OF_1 = (1 << 13) - 1;
    private static final long REFER = 1 << 13;
    private static final long TRUNCATE = 1 << 14;
    private static final long DEVICE_CONTROL = 1 << 15;
    private static final long CONNECT = 1 << 1;
    private static final long BIND_AND_CONNECT = 1 | CONNECT;
    private static final long SOCKETS_AND_SIGNALS = 1 | 1 << 1;

    /** Rights that a rule for something else than a folder may have. */
    private static final long OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | DEVICE_CONTROL;

    private static final long READ = READ_FILE | READ_FOLDER;
    private static final long WORK = READ | WRITE_FILE | REMOVE | MAKE_FOLDER | MAKE_FILE | REFER | TRUNCATE;

    private static final int OPEN_PATH = 0x200000 | 0x80000;
    private static final int CURRENT_FOLDER = -100;

    /** The loader needs them, a shell, and code that looks how many processors there are. */
    private static final List<Path> SYSTEM = paths(
            "/bin",
            "/lib",
            "/lib64",
            "/usr/bin",
            "/usr/lib",
            "/usr/lib64",
            "/usr/local/lib",
            "/nix/store",
            "/gnu/store");

    private static final List<Path> FACTS = paths(
            "/etc/ld.so.cache",
            "/proc/cpuinfo",
            "/proc/meminfo",
            "/sys/devices/system/cpu",
            "/dev/urandom",
            "/dev/zero");

    private static final Path NOWHERE = Path.of("/dev/null");

    private static List<Path> paths(String... names) {
        return List.of(names).stream().map(Path::of).toList();
    }

    /** A list that ends with the version as its status, or a number above 100 if there is none. */
    static CallList query(Machine machine) {
        return new CallList(machine).call(SystemCall.LANDLOCK_CREATE_RULESET, -1, 0, 0, VERSION_QUERY);
    }

    /** Adds the calls that give up all but this reach. */
    void confine(CallList calls, List<Path> programs, Reach reach) {
        int rules = CallList.firstFile();
        long[] handled = {files(), BIND_AND_CONNECT, SOCKETS_AND_SIGNALS};
        long size = Long.BYTES * (version >= SIGNALS ? 3L : version >= PORTS ? 2L : 1L);
        calls.call(SystemCall.LANDLOCK_CREATE_RULESET, rules, calls.words(handled), size, 0);
        SYSTEM.forEach(folder -> allow(calls, folder, READ | EXECUTE));
        programs.forEach(folder -> allow(calls, folder, READ | EXECUTE));
        FACTS.forEach(fact -> allow(calls, fact, READ));
        allow(calls, NOWHERE, READ_FILE | WRITE_FILE | TRUNCATE);
        reach.file().ifPresent(file -> allow(calls, file, READ_FILE));
        reach.folder().ifPresent(folder -> allow(calls, folder, WORK));
        if (version >= PORTS) {
            reach.port()
                    .ifPresent(port -> calls.call(
                            SystemCall.LANDLOCK_ADD_RULE, 0, rules, PORT_RULE, calls.words(CONNECT, port), 0));
        }
        calls.call(SystemCall.LANDLOCK_RESTRICT_SELF, 0, rules, 0);
        calls.call(SystemCall.CLOSE, 0, rules);
    }

    /** All rights on files that this version knows: what it does not know it would not refuse. */
    private long files() {
        return ALL_OF_1
                | (version >= 2 ? REFER : 0)
                | (version >= 3 ? TRUNCATE : 0)
                | (version >= 5 ? DEVICE_CONTROL : 0);
    }

    private void allow(CallList calls, Path path, long rights) {
        if (!Files.exists(path)) {
            return;
        }
        int rules = CallList.firstFile();
        int file = rules + 1;
        long allowed = rights & files() & (Files.isDirectory(path) ? -1 : OF_FILES);
        byte[] rule = ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(allowed)
                .putInt(file)
                .array();
        calls.call(SystemCall.OPENAT, file, CURRENT_FOLDER, calls.path(path), OPEN_PATH, 0);
        calls.call(SystemCall.LANDLOCK_ADD_RULE, 0, rules, PATH_RULE, calls.bytes(rule), 0);
        calls.call(SystemCall.CLOSE, 0, file);
    }
}
