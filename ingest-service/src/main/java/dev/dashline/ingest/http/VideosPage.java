package dev.dashline.ingest.http;

import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.Position;
import dev.dashline.ingest.video.VideoPage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Renders the page that lists videos. Escapes everything, and links only URLs of schemes that browsers fetch. */
final class VideosPage {

    private static final Set<String> LINKED = Set.of("http:", "https:", "file:");

    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Dashline</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #222; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #ddd; vertical-align: top; }
            td { overflow-wrap: anywhere; }
            .published { color: #176b2c; } .failed { color: #a3131f; }
            @media (prefers-color-scheme: dark) { body { background: #161616; color: #ddd; } a { color: #8ab4f8; }
              th, td { border-color: #444; } .published { color: #7fd394; } .failed { color: #ff8d8d; } }
            </style></head><body><h1>Videos</h1>
            """;

    private VideosPage() {}

    /** @param parameters those of this page; the next one has the same, but for the cursor */
    static String of(VideoPage videos, Map<String, List<String>> parameters) {
        StringBuilder page = new StringBuilder(HEAD);
        if (!videos.videos().isEmpty()) {
            page.append(
                    "<table><thead><tr><th>Video</th><th>State</th><th>Since</th><th>Result</th></tr></thead><tbody>\n");
            videos.videos().forEach(status -> row(page, status));
            page.append("</tbody></table>\n");
        } else if (videos.next().isEmpty() && parameters.isEmpty()) {
            page.append("<p>None yet. Send one: <code>POST /videos</code>, as"
                    + " <a href=\"/openapi.yaml\">openapi.yaml</a> says.</p>\n");
        } else {
            page.append("<p>None here.</p>\n");
        }
        videos.next()
                .ifPresent(place -> page.append("<p><a rel=\"next\" href=\"/?")
                        .append(escaped(query(parameters, place)))
                        .append("\">Older videos</a></p>\n"));
        return page.append("<p><a href=\"/openapi.yaml\">The API</a></p>\n</body></html>\n")
                .toString();
    }

    private static String query(Map<String, List<String>> parameters, Position next) {
        StringBuilder query = new StringBuilder(ListParameters.CURSOR + '=' + next.text());
        parameters.forEach((name, values) -> {
            if (!name.equals(ListParameters.CURSOR)) {
                values.forEach(value ->
                        query.append('&').append(encoded(name)).append('=').append(encoded(value)));
            }
        });
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void row(StringBuilder page, VideoStatus status) {
        String state = status.getState().name().toLowerCase(Locale.ROOT);
        page.append("<tr><td><a href=\"/videos/")
                .append(escaped(status.getVideoId()))
                .append("\">");
        page.append(escaped(name(status)))
                .append("</a></td><td class=\"")
                .append(state)
                .append("\">")
                .append(state);
        if (status.getAttempt() > 1) {
            page.append(" (attempt ").append(status.getAttempt()).append(')');
        }
        page.append("</td><td>")
                .append(escaped(status.getUpdatedAt().toString()))
                .append("</td><td>");
        status.getPublished().ifPresent(published -> {
            link(page, published.getManifest(), "DASH");
            link(page.append(' '), published.getMasterPlaylist(), "HLS");
        });
        status.getFailed()
                .ifPresent(failed -> page.append("<strong>")
                        .append(escaped(failed.getFailure().getCode()))
                        .append("</strong> ")
                        .append(escaped(failed.getFailure().getMessage())));
        page.append("</td></tr>\n");
    }

    private static String name(VideoStatus status) {
        return status.getRequest()
                .map(request -> request.getTitle().orElseGet(() -> fileName(request)))
                .orElse(status.getVideoId());
    }

    private static String fileName(VideoRequested request) {
        return request.getSource().substring(request.getSource().lastIndexOf('/') + 1);
    }

    private static void link(StringBuilder page, String url, String text) {
        if (LINKED.stream().anyMatch(url::startsWith)) {
            page.append("<a href=\"")
                    .append(escaped(url))
                    .append("\">")
                    .append(text)
                    .append("</a>");
        } else {
            page.append(escaped(url));
        }
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
