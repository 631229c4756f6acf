package dev.dashline.media.command;

import dev.dashline.media.cage.Reach;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Where FFmpeg's programs read a source from.
 *
 * @param url in a form in which no character of a file's name is read as a protocol or an option
 * @param reach what a program that reads it has to touch
 * @param options that go before {@code -i}: the allowed protocols and their settings
 */
public record MediaInput(String url, Reach reach, List<String> options) {

    /**
     * Bytes that may be buffered on their way to FFmpeg. For a seek forward by up to half of it, FFmpeg reads on and
     * drops the bytes between, instead of a new request.
     */
    private static final int BUFFER_BYTES = 256 * 1024;

    public MediaInput {
        options = List.copyOf(options);
    }

    /** A local file. */
    public static MediaInput file(Path file) {
        return new MediaInput(
                "file:" + file.toAbsolutePath(), Reach.file(file), List.of("-protocol_whitelist", "file"));
    }

    /** A local HTTP server that supports range requests. A proxy in the environment is not used. */
    public static MediaInput loopback(URI address) {
        return new MediaInput(
                address.toString(),
                Reach.port(address.getPort()),
                List.of(
                        "-protocol_whitelist",
                        "http,tcp",
                        "-http_proxy",
                        "",
                        "-recv_buffer_size",
                        Integer.toString(BUFFER_BYTES)));
    }
}
