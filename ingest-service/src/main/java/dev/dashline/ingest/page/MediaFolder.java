package dev.dashline.ingest.page;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Hands out the files of published videos, whole or a range of bytes of them, so that a browser on the same machine
 * plays what {@code file:} names. Pages of other sites get nothing: no header lets them. Safe for use by any thread.
 */
public final class MediaFolder {

    /** No part begins with a dot: nothing leads out, and the store's own files stay hidden. */
    private static final Pattern NAME = Pattern.compile("([^/.][^/]*/)*[^/.][^/]*");

    private static final String IMMUTABLE = "private, max-age=31536000, immutable";

    private static final Map<String, String> TYPES = Map.of(
            "mpd", "application/dash+xml",
            "m3u8", "application/vnd.apple.mpegurl",
            "mp4", "video/mp4",
            "m4s", "video/mp4",
            "vtt", "text/vtt; charset=utf-8",
            "jpg", "image/jpeg");

    private final Path folder;

    /** @param folder where published videos are */
    public MediaFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Answers with a file.
     *
     * @param name its name within the folder, decoded
     * @param otherwise answers if there is none of that name, or none that belongs to a video
     */
    public void file(Context context, String name, Consumer<Context> otherwise) throws IOException {
        Path file = folder.resolve(name).normalize();
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
        if (!NAME.matcher(name).matches() || type.isEmpty() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            otherwise.accept(context);
            return;
        }
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        String etag = "\"" + Long.toHexString(attributes.size()) + '-'
                + Long.toHexString(attributes.lastModifiedTime().toMillis()) + '"';
        context.header("ETag", etag).header("Cache-Control", isManifest(name) ? "no-cache" : IMMUTABLE);
        if (etag.equals(context.header("If-None-Match"))) {
            context.status(304);
        } else {
            send(context.contentType(type), file, attributes.size());
        }
    }

    /** Segments are small enough to be held in memory. */
    private static void send(Context context, Path file, long size) throws IOException {
        context.header("Accept-Ranges", "bytes");
        try (InputStream content = Files.newInputStream(file)) {
            Optional<FileRange> range = FileRange.of(context.header("Range"), size);
            if (range.isPresent()) {
                content.skipNBytes(range.get().first());
                context.status(206).header("Content-Range", range.get().contentRange(size));
            }
            context.result(content.readNBytes(
                    Math.toIntExact(range.map(FileRange::length).orElse(size))));
        } catch (FileRange.OutOfFileException e) {
            context.status(416).header("Content-Range", "bytes */" + size);
        }
    }

    /** A replay replaces the manifests beside the folders of the attempts. */
    private static boolean isManifest(String name) {
        return name.endsWith(".mpd") || name.endsWith(".m3u8");
    }
}
