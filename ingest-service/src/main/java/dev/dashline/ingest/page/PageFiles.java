package dev.dashline.ingest.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files of the page as they are packaged beside this class. Each is read once. Safe for use by any thread. */
final class PageFiles {

    /** No name leads out of the folder, since no part of it begins with a dot. */
    private static final Pattern NAME = Pattern.compile("([a-z0-9][a-z0-9.-]*/)?[a-z0-9][a-z0-9.-]*\\.([a-z]+)");

    /** What else is packaged there, such as classes, is no file of the page. */
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "json", "application/json",
            "txt", "text/plain; charset=utf-8");

    private final Map<String, PageFile> read = new ConcurrentHashMap<>();

    /** The file of this name, such as {@code vendor/lit-3.3.3.js}; empty if there is none. */
    Optional<PageFile> find(String name) {
        var parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(TYPES.get(parts.group(2))).flatMap(type -> packaged(name, type));
    }

    private Optional<PageFile> packaged(String name, String type) {
        // A name that no file has is not kept: there is no end of such.
        return Optional.ofNullable(read.computeIfAbsent(name, unread -> load(unread, type)));
    }

    private static @Nullable PageFile load(String name, String type) {
        try (InputStream file = PageFiles.class.getResourceAsStream(name)) {
            return file == null ? null : PageFile.of(file.readAllBytes(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
