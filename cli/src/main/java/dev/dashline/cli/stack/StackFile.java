package dev.dashline.cli.stack;

import dev.dashline.cli.base.Build;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that tells other commands of the same user of a stack that runs. Nobody else can read it. Of several stacks
 * the first is told of. Thread-safe.
 */
final class StackFile {

    private static final Logger log = LoggerFactory.getLogger(StackFile.class);

    private static final String NAME = "dev.properties";
    private static final String PID = "pid";
    private static final String SINCE = "since";
    private static final String BUILD = "build";
    private static final String API = "api";

    private final Path file;

    private StackFile(Path file) {
        this.file = file;
    }

    /**
     * A stack that another process runs.
     *
     * @param api where it accepts requests
     */
    record Found(ProcessHandle process, URI api) {}

    /** The file of this user: in the folder for what lasts no longer than a login, or else in the cache. */
    static StackFile of(Map<String, String> environment) {
        Path parent = Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        return new StackFile(parent.resolve("dashline").resolve(NAME));
    }

    /**
     * Tells of a stack of this process, until the result is closed. Without a file, commands start stacks of their own:
     * so it is no error if none can be written.
     */
    AutoCloseable announce(URI api) {
        try {
            if (find().isPresent()) {
                return () -> {};
            }
            Properties told = new Properties();
            ProcessHandle self = ProcessHandle.current();
            told.setProperty(PID, Long.toString(self.pid()));
            told.setProperty(SINCE, since(self));
            told.setProperty(BUILD, Build.name());
            told.setProperty(API, api.toString());
            write(told);
            return () -> removeIf(now -> now.equals(told));
        } catch (IOException e) {
            log.atInfo().addKeyValue("file", file).setCause(e).log("other commands are not told of this stack");
            return () -> {};
        }
    }

    /** A stack of the same build that runs. What is left of one that has died is removed. */
    Optional<Found> find() {
        try {
            Optional<Properties> told = read();
            if (told.isEmpty()) {
                return Optional.empty();
            }
            Properties stack = told.get();
            Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(stack.getProperty(PID, "0")))
                    .filter(ProcessHandle::isAlive)
                    .filter(each -> since(each).equals(stack.getProperty(SINCE)));
            if (process.isEmpty()) {
                removeIf(stack::equals);
            }
            return process.filter(each -> Build.name().equals(stack.getProperty(BUILD)))
                    .map(each -> new Found(each, URI.create(stack.getProperty(API, ""))));
        } catch (IOException | IllegalArgumentException e) {
            log.atInfo().addKeyValue("file", file).setCause(e).log("it tells of no stack");
            return Optional.empty();
        }
    }

    /** A process that has the number of one that died has begun at another time. */
    private static String since(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    private Optional<Properties> read() throws IOException {
        if (!Files.exists(file) || !isOwn()) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            return Optional.empty(); // its stack has just ended
        }
        return Optional.of(properties);
    }

    /** A file that others could write might send videos to them. */
    private boolean isOwn() throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return true; // it is in the user's own folder
        }
        Set<PosixFilePermission> allowed = PosixFilePermissions.fromString("rw-------");
        return allowed.containsAll(Files.getPosixFilePermissions(file))
                && Files.getOwner(file)
                        .equals(Files.getOwner(file.toAbsolutePath().getParent()));
    }

    /** Whoever reads it finds all of it. */
    private void write(Properties told) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path whole = Files.createTempFile(folder, "dev", ".new"); // which its owner alone may read
        try (Writer writer = Files.newBufferedWriter(whole)) {
            told.store(writer, null);
        }
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void removeIf(Predicate<Properties> condition) throws IOException {
        if (read().filter(condition).isPresent()) {
            Files.deleteIfExists(file);
        }
    }
}
