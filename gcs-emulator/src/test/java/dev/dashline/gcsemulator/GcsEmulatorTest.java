package dev.dashline.gcsemulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.gcsemulator.GcsHttp.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The emulator against what Google documents of the JSON API. */
@Timeout(30)
class GcsEmulatorTest {

    /** Of "hello": from the RFC 3720 polynomial and RFC 1321, base64. */
    private static final String CRC32C = "mnG7TA==";

    private static final String MD5 = "XUFAKrxLKna5cZ2REBfFkg==";
    private static final String OBJECTS = "/storage/v1/b/bucket/o";

    private final GcsEmulator emulator = GcsEmulator.start().withBucket("bucket");
    private final GcsHttp http = new GcsHttp(emulator.url());

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        emulator.close();
    }

    @Test
    void tellsOfAnUploadWhatItIs() throws Exception {
        Answer answer = http.upload("a%2Fb.txt", "hello", "");
        assertThat(answer.status()).isEqualTo(200);
        JsonNode object = answer.json();
        assertThat(object.path("kind").asText()).isEqualTo("storage#object");
        assertThat(object.path("bucket").asText()).isEqualTo("bucket");
        assertThat(object.path("name").asText()).isEqualTo("a/b.txt");
        assertThat(object.path("size").asText()).isEqualTo("5");
        assertThat(object.path("crc32c").asText()).isEqualTo(CRC32C);
        assertThat(object.path("md5Hash").asText()).isEqualTo(MD5);
        assertThat(object.path("contentType").asText()).isEqualTo("text/plain");
        assertThat(object.path("metageneration").asText()).isEqualTo("1");
        assertThat(http.get(OBJECTS + "/a%2Fb.txt").json()).isEqualTo(object);
    }

    @Test
    void servesContentWithItsHashes() throws Exception {
        String generation = http.upload("a", "hello", "").generation();
        for (String target : List.of(OBJECTS + "/a?alt=media", "/download" + OBJECTS + "/a?alt=media")) {
            Answer answer = http.get(target);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("hello");
            assertThat(answer.header("x-goog-generation")).isEqualTo(generation);
            assertThat(answer.header("x-goog-hash")).isEqualTo("crc32c=" + CRC32C + ",md5=" + MD5);
            assertThat(answer.header("x-goog-stored-content-length")).isEqualTo("5");
        }
    }

    @Test
    void servesRanges() throws Exception {
        http.upload("a", "0123456789", "");
        assertRange("bytes=2-4", "234", "bytes 2-4/10");
        assertRange("bytes=7-", "789", "bytes 7-9/10");
        assertRange("bytes=8-100", "89", "bytes 8-9/10");
        assertRange("bytes=-3", "789", "bytes 7-9/10");
        assertThat(http.get(OBJECTS + "/a?alt=media", "Range", "bytes=10-").status())
                .isEqualTo(416);
        assertThat(http.get(OBJECTS + "/a?alt=media", "Range", "lines=1-2").status())
                .isEqualTo(206);
    }

    private void assertRange(String range, String content, String contentRange) throws Exception {
        Answer answer = http.get(OBJECTS + "/a?alt=media", "Range", range);
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.text()).isEqualTo(content);
        assertThat(answer.header("content-range")).isEqualTo(contentRange);
    }

    @Test
    void keepsToPreconditionsOfWrites() throws Exception {
        String first = http.upload("a", "hello", "&ifGenerationMatch=0").generation();
        Answer refused = http.upload("a", "other", "&ifGenerationMatch=0");
        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.reason()).isEqualTo("conditionNotMet");
        assertThat(http.get(OBJECTS + "/a?alt=media").text()).isEqualTo("hello");

        String second = http.upload("a", "other", "&ifGenerationMatch=" + first).generation();
        assertThat(Long.parseLong(second)).isGreaterThan(Long.parseLong(first));
        assertThat(http.upload("a", "more", "&ifGenerationMatch=" + first).status())
                .isEqualTo(412);
        assertThat(http.upload("b", "more", "&ifGenerationMatch=7").status()).isEqualTo(412);
        assertThat(http.upload("a", "more", "&ifGenerationNotMatch=" + second).status())
                .isEqualTo(412);
        assertThat(http.upload("a", "more", "&ifMetagenerationMatch=2").status())
                .isEqualTo(412);
    }

    @Test
    void keepsToPreconditionsOfReads() throws Exception {
        String generation = http.upload("a", "hello", "").generation();
        assertThat(http.get(OBJECTS + "/a?ifGenerationMatch=" + generation).status())
                .isEqualTo(200);
        assertThat(http.get(OBJECTS + "/a?ifGenerationMatch=1").status()).isEqualTo(412);
        assertThat(http.get(OBJECTS + "/a?ifGenerationNotMatch=" + generation).status())
                .isEqualTo(304);
        assertThat(http.get(OBJECTS + "/a?ifMetagenerationNotMatch=1").status()).isEqualTo(304);
        assertThat(http.get(OBJECTS + "/a?generation=" + generation).status()).isEqualTo(200);
        assertThat(http.get(OBJECTS + "/a?alt=media&generation=1").status()).isEqualTo(404);
        assertThat(http.get(OBJECTS + "/a?ifGenerationMatch=x").status()).isEqualTo(400);
    }

    @Test
    void refusesContentThatIsNotWhatWasClaimed() throws Exception {
        String target = "/upload/storage/v1/b/bucket/o?uploadType=media&name=a";
        assertThat(http.send("POST", target, "hello", "x-goog-hash", "crc32c=AAAAAA==")
                        .status())
                .isEqualTo(400);
        assertThat(http.send("POST", target, "hello", "x-goog-hash", "md5=AAAAAA==")
                        .status())
                .isEqualTo(400);
        assertThat(http.get(OBJECTS + "/a").status()).isEqualTo(404);
        assertThat(http.send("POST", target, "hello", "x-goog-hash", "crc32c=" + CRC32C + ", md5=" + MD5)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void takesResourceAndContentInOneBody() throws Exception {
        String body = "--frontier\r\nContent-Type: application/json\r\n\r\n"
                + "{\"name\":\"a\",\"cacheControl\":\"no-store\",\"metadata\":{\"k\":\"v\"},\"crc32c\":\"" + CRC32C
                + "\"}"
                + "\r\n--frontier\r\nContent-Type: video/mp4\r\n\r\nhello\r\n--frontier--\r\n";
        String target = "/upload/storage/v1/b/bucket/o?uploadType=multipart";
        String type = "multipart/related; boundary=frontier";
        JsonNode object = http.send("POST", target, body, "Content-Type", type).json();
        assertThat(object.path("contentType").asText()).isEqualTo("video/mp4");
        assertThat(object.path("cacheControl").asText()).isEqualTo("no-store");
        assertThat(object.at("/metadata/k").asText()).isEqualTo("v");
        assertThat(http.get(OBJECTS + "/a?alt=media").header("cache-control")).isEqualTo("no-store");

        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(body.replace("\"a\"", "\"b\"").getBytes(UTF_8));
        }
        byte[] bytes = compressed.toByteArray();
        assertThat(http.send("POST", target, bytes, "Content-Type", type, "Content-Encoding", "gzip")
                        .status())
                .isEqualTo(200);
        assertThat(http.get(OBJECTS + "/b?alt=media").text()).isEqualTo("hello");
        assertThat(http.send("POST", target, body.replace("mnG7", "AAAA"), "Content-Type", type)
                        .status())
                .isEqualTo(400);
        assertThat(http.send("POST", target, "--frontier\r\n", "Content-Type", type)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void listsByPrefixDelimiterAndPage() throws Exception {
        for (String name : List.of("a", "d%2Fx", "d%2Fy%2Fz", "d.e", "f")) {
            http.upload(name, "hello", "");
        }
        assertThat(names("")).containsExactly("a", "d.e", "d/x", "d/y/z", "f");
        assertThat(names("?prefix=d")).containsExactly("d.e", "d/x", "d/y/z");
        assertThat(names("?prefix=d/")).containsExactly("d/x", "d/y/z");
        assertThat(names("?delimiter=/")).containsExactly("a", "d.e", "f", "[d/]");
        assertThat(names("?delimiter=/&prefix=d/")).containsExactly("d/x", "[d/y/]");
        assertThat(names("?startOffset=d/x")).containsExactly("d/x", "d/y/z", "f");
        assertThat(names("?prefix=none")).isEmpty();
        assertThat(pages("?maxResults=2")).containsExactly("a", "d.e", "|", "d/x", "d/y/z", "|", "f");
        assertThat(pages("?maxResults=2&delimiter=/")).containsExactly("a", "d.e", "|", "f", "[d/]");
        assertThat(pages("?maxResults=1&delimiter=/")).containsExactly("a", "|", "d.e", "|", "[d/]", "|", "f");
        assertThat(http.get(OBJECTS + "?pageToken=%25").status()).isEqualTo(400);
    }

    private List<String> names(String query) throws Exception {
        return names(http.get(OBJECTS + query).json());
    }

    /** Objects, then prefixes in brackets. */
    private static List<String> names(JsonNode page) {
        List<String> names = new ArrayList<>();
        page.path("items").forEach(item -> names.add(item.path("name").asText()));
        page.path("prefixes").forEach(prefix -> names.add("[" + prefix.asText() + "]"));
        return names;
    }

    private List<String> pages(String query) throws Exception {
        JsonNode page = http.get(OBJECTS + query).json();
        List<String> all = new ArrayList<>(names(page));
        while (page.has("nextPageToken")) {
            all.add("|");
            page = http.get(OBJECTS + query + "&pageToken="
                            + page.path("nextPageToken").asText())
                    .json();
            all.addAll(names(page));
        }
        return all;
    }

    @Test
    void removesObjects() throws Exception {
        String generation = http.upload("a", "hello", "").generation();
        assertThat(http.send("DELETE", OBJECTS + "/a?ifGenerationMatch=1").status())
                .isEqualTo(412);
        assertThat(http.send("DELETE", OBJECTS + "/a?ifGenerationMatch=" + generation)
                        .status())
                .isEqualTo(204);
        Answer again = http.send("DELETE", OBJECTS + "/a?ifGenerationMatch=" + generation);
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.reason()).isEqualTo("notFound");
    }

    @Test
    void changesAttributes() throws Exception {
        String generation = http.upload("a", "hello", "").generation();
        Answer changed = http.send("PATCH", OBJECTS + "/a", "{\"cacheControl\":\"no-cache\"}");
        assertThat(changed.json().path("cacheControl").asText()).isEqualTo("no-cache");
        assertThat(changed.json().path("contentType").asText()).isEqualTo("text/plain");
        assertThat(changed.json().path("metageneration").asText()).isEqualTo("2");
        assertThat(changed.generation()).isEqualTo(generation);
    }

    @Test
    void copiesAndRewrites() throws Exception {
        String generation = http.upload("a", "hello", "").generation();
        Answer rewritten = http.send("POST", OBJECTS + "/a/rewriteTo/b/bucket/o/b%2Fc?ifGenerationMatch=0", "{}");
        assertThat(rewritten.json().path("done").asBoolean()).isTrue();
        assertThat(rewritten.json().at("/resource/crc32c").asText()).isEqualTo(CRC32C);
        assertThat(rewritten.json().at("/resource/contentType").asText()).isEqualTo("text/plain");
        assertThat(http.send("POST", OBJECTS + "/a/rewriteTo/b/bucket/o/b%2Fc?ifGenerationMatch=0", "{}")
                        .status())
                .isEqualTo(412);
        assertThat(http.send("POST", OBJECTS + "/a/copyTo/b/bucket/o/d?ifSourceGenerationMatch=1")
                        .status())
                .isEqualTo(412);
        assertThat(http.send("POST", OBJECTS + "/a/copyTo/b/bucket/o/d?sourceGeneration=" + generation)
                        .status())
                .isEqualTo(200);
        assertThat(http.get(OBJECTS + "/d?alt=media").text()).isEqualTo("hello");
    }

    @Test
    void composes() throws Exception {
        http.upload("a", "he", "");
        http.upload("b", "llo", "");
        Answer composed = http.send(
                "POST",
                OBJECTS + "/c/compose?ifGenerationMatch=0",
                "{\"destination\":{\"contentType\":\"text/plain\"},\"sourceObjects\":[{\"name\":\"a\"},"
                        + "{\"name\":\"b\"}]}");
        assertThat(composed.json().path("crc32c").asText()).isEqualTo(CRC32C);
        assertThat(composed.json().has("md5Hash")).isFalse();
        assertThat(http.get(OBJECTS + "/c?alt=media").text()).isEqualTo("hello");
        assertThat(http.send("POST", OBJECTS + "/c/compose", "{}").status()).isEqualTo(400);
    }

    @Test
    void makesAndRemovesBuckets() throws Exception {
        assertThat(http.get("/storage/v1/b/other").status()).isEqualTo(404);
        assertThat(http.send("POST", "/storage/v1/b?project=p", "{\"name\":\"other\"}")
                        .status())
                .isEqualTo(200);
        assertThat(http.send("POST", "/storage/v1/b?project=p", "{\"name\":\"other\"}")
                        .status())
                .isEqualTo(409);
        assertThat(http.send("POST", "/storage/v1/b?project=p", "{\"name\":\"../x\"}")
                        .status())
                .isEqualTo(400);
        assertThat(http.get("/storage/v1/b/other").json().path("name").asText()).isEqualTo("other");
        assertThat(http.get("/storage/v1/b?project=p").json().path("items")).hasSize(2);
        http.upload("a", "hello", "");
        assertThat(http.send("DELETE", "/storage/v1/b/bucket").status()).isEqualTo(409);
        assertThat(http.send("DELETE", "/storage/v1/b/other").status()).isEqualTo(204);
        Answer gone = http.get("/storage/v1/b/other/o");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.json().at("/error/message").asText()).isEqualTo("The specified bucket does not exist.");
    }

    @Test
    void knowsNothingElse() throws Exception {
        for (String target : List.of("/", "/storage/v1", "/storage/v1/b/bucket/acl", "/upload/storage/v1/b/bucket/o")) {
            assertThat(http.send("PUT", target).status()).as(target).isEqualTo(404);
        }
    }

    @Test
    void keepsObjectsInItsFolder() throws Exception {
        String generation;
        try (GcsEmulator kept = GcsEmulator.start(0, folder.resolve("data")).withBucket("bucket")) {
            generation = new GcsHttp(kept.url()).upload("a%2Fb", "hello", "").generation();
            new GcsHttp(kept.url()).upload("c", "hello", "");
            new GcsHttp(kept.url()).send("DELETE", OBJECTS + "/c");
        }
        try (GcsEmulator again = GcsEmulator.start(0, folder.resolve("data")).withBucket("bucket")) {
            GcsHttp other = new GcsHttp(again.url());
            assertThat(other.get(OBJECTS + "/a%2Fb").generation()).isEqualTo(generation);
            assertThat(other.get(OBJECTS + "/a%2Fb?alt=media").text()).isEqualTo("hello");
            assertThat(other.get(OBJECTS + "/c").status()).isEqualTo(404);
        }
    }

    @Test
    void takesFilesWithoutHttp() throws Exception {
        Path file = Files.writeString(folder.resolve("a.mp4"), "hello");
        long generation = emulator.put("bucket", "in/a.mp4", file, "video/mp4");
        Answer answer = http.get(OBJECTS + "/in%2Fa.mp4");
        assertThat(answer.generation()).isEqualTo(Long.toString(generation));
        assertThat(answer.json().path("crc32c").asText()).isEqualTo(CRC32C);
    }
}
