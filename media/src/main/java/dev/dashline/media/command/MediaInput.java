package dev.dashline.media.command;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Where FFmpeg's programs read a source from.
 *
 * @param url as they take it, so that no character of a file's name is taken for a protocol or an option
 * @param options that go before {@code -i}: the protocols that they may use, and how
 */
public record MediaInput(String url, List<String> options) {

    /**
     * How much of a source may be on its way to FFmpeg without having been read yet. Half of it is also what FFmpeg reads and
     * drops rather than ask anew further on.
     */
    private static final int ON_ITS_WAY = 256 * 1024;

    public MediaInput {
        options = List.copyOf(options);
    }

    /** A file of this machine. */
    public static MediaInput file(Path file) {
        return new MediaInput("file:" + file.toAbsolutePath(), List.of("-protocol_whitelist", "file"));
    }

    /** An address of this machine that answers HTTP requests for ranges. A proxy, which the environment may name, is not asked. */
    public static MediaInput loopback(URI address) {
        return new MediaInput(
                address.toString(),
                List.of(
                        "-protocol_whitelist",
                        "http,tcp",
                        "-http_proxy",
                        "",
                        "-recv_buffer_size",
                        Integer.toString(ON_ITS_WAY)));
    }
}
