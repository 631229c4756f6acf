package dev.dashline.gcsemulator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two parts of a {@code multipart/related} body (RFC 2387): a resource as JSON, and content.
 *
 * @param contentType what the second part's header says
 */
record MultipartBody(JsonNode resource, String contentType, InputStream content) {

    private static final Pattern BOUNDARY = Pattern.compile("boundary=(\"[^\"]+\"|[^;\\s]+)");
    private static final Pattern CONTENT_TYPE = Pattern.compile("(?im)^content-type:[ \\t]*([^\\r\\n]+)");

    static MultipartBody parse(String contentType, byte[] body) throws IOException {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/") || !matcher.find()) {
            throw GcsException.badRequest("Missing multipart boundary");
        }
        String delimiter = "--" + matcher.group(1).replace("\"", "");
        // One char is one byte in this encoding: positions in the text are positions in the body.
        String text = new String(body, ISO_8859_1);
        int first = after(text, delimiter, 0);
        int second = after(text, "\r\n" + delimiter, first);
        int end = text.lastIndexOf("\r\n" + delimiter + "--");
        if (first < 0 || second < 0 || end < second) {
            throw GcsException.badRequest("Malformed multipart body");
        }
        Part resource = Part.of(text, first, second - delimiter.length() - 2);
        Part content = Part.of(text, second, end);
        Matcher type = CONTENT_TYPE.matcher(content.headers(text));
        return new MultipartBody(
                GcsRequest.json(resource.bytes(body)),
                type.find() ? type.group(1).strip() : "application/octet-stream",
                new ByteArrayInputStream(content.bytes(body)));
    }

    private static int after(String text, String delimiter, int from) {
        int at = from < 0 ? -1 : text.indexOf(delimiter, from);
        return at < 0 ? -1 : at + delimiter.length();
    }

    private record Part(int start, int bodyStart, int end) {

        static Part of(String text, int start, int end) {
            int blank = text.indexOf("\r\n\r\n", start);
            if (blank < 0 || blank + 4 > end) {
                throw GcsException.badRequest("Malformed multipart part");
            }
            return new Part(start, blank + 4, end);
        }

        String headers(String text) {
            return text.substring(start, bodyStart);
        }

        byte[] bytes(byte[] body) {
            return Arrays.copyOfRange(body, bodyStart, end);
        }
    }
}
