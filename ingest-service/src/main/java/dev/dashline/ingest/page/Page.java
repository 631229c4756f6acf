package dev.dashline.ingest.page;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Hands out the page, which is the same for everybody: what it shows, it asks the API for. Browsers may load nothing
 * but its own files, and videos from where the settings say that they are. Safe for use by any thread.
 */
public final class Page {

    /** Browsers ask each time whether a file has changed, unless its name has a version. */
    private static final String ASK_AGAIN = "no-cache";

    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final PageFiles files = new PageFiles();
    private final String policy;

    /** @param origin where videos are, if it is not here */
    public Page(Optional<String> origin) {
        String media = origin.map(host -> ' ' + host).orElse("");
        this.policy = String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self' data: blob:" + media,
                "media-src 'self' blob:" + media,
                "connect-src 'self'" + media,
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'");
    }

    /** Answers with the page itself. */
    public void index(Context context) {
        context.header("Content-Security-Policy", policy).header("Referrer-Policy", "no-referrer");
        send(context, files.find("index.html").orElseThrow(), ASK_AGAIN);
    }

    /**
     * Answers with a file of the page.
     *
     * @param name its name within the page
     * @param otherwise answers if there is none of that name
     */
    public void file(Context context, String name, Consumer<Context> otherwise) {
        files.find(name)
                .ifPresentOrElse(
                        file -> send(context, file, name.startsWith("vendor/") ? FOR_EVER : ASK_AGAIN),
                        () -> otherwise.accept(context));
    }

    private static void send(Context context, PageFile file, String caching) {
        context.header("ETag", file.etag()).header("Cache-Control", caching);
        if (file.etag().equals(context.header("If-None-Match"))) {
            context.status(304);
        } else {
            context.contentType(file.mediaType()).result(file.content());
        }
    }
}
