package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.SubtitleSource;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.schemas.storage.Inventory;
import dev.dashline.schemas.storage.ObjectKind;
import dev.dashline.schemas.storage.StorageNames;
import dev.dashline.testsupport.Programs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The encoder has no names of its own: where the contract names objects otherwise, everything that it writes follows.
 */
class OtherNamesTest {

    private static final String RENAMED = "renamed-";
    private static final StorageNames NAMES = renamed();

    @TempDir
    private Path folder;

    @Test
    void followsWhateverTheContractNamesOtherwise() throws Exception {
        Path source = folder.resolve("clip.mp4");
        Programs.make(source, """
                -f lavfi -i testsrc2=s=320x180:r=25:d=5
                -f lavfi -i sine=d=5
                -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac""");
        Path text = Files.writeString(folder.resolve("a.vtt"), "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n");
        try (Pipeline pipeline = Pipeline.named(NAMES, folder)) {
            EncodingPlan plan = pipeline.analyze(
                    source.toUri(), List.of(new SubtitleSource(text.toUri().toString(), "en", null)));
            EncodedVideo encoded = pipeline.packaged(source, plan, pipeline.transcode(source, plan));

            List<Path> written = Stream.concat(files("out"), files("staging")).toList();
            assertThat(written).allSatisfy(file -> {
                assertThat(file.getFileName().toString()).startsWith(RENAMED);
                assertThat(file.toString()).contains("/" + Pipeline.VIDEO_ID + "/try-1/");
            });
            for (ObjectKind kind : EnumSet.complementOf(EnumSet.of(ObjectKind.TIMELINE))) { // which no task writes
                String pattern = NAMES.pattern(kind).replaceAll("\\{\\w+}", "[\\\\w-]+");
                assertThat(written)
                        .as(kind.name())
                        .anyMatch(file -> file.getFileName().toString().matches(pattern));
            }
            assertReferencesLead(encoded);
        }
    }

    private void assertReferencesLead(EncodedVideo encoded) throws IOException {
        Inventory inventory = Inventory.fromJson(Files.readAllBytes(path(encoded.getInventory())));
        assertThat(inventory.objects())
                .extracting(object -> Path.of(object.uri()))
                .allSatisfy(object -> assertThat(object).exists());
        assertThat(path(encoded.getManifest()))
                .content()
                .contains("initialization=\"try-1/$RepresentationID$/renamed-init.mp4\"")
                .contains("media=\"try-1/$RepresentationID$/renamed-$Time$.m4s\"")
                .contains("media=\"try-1/$RepresentationID$/renamed-$Number$.jpg\"")
                .contains("/renamed-text.vtt</BaseURL>");
        for (String playlist : references(path(encoded.getMasterPlaylist()))) {
            Path media = folder.resolve("out").resolve(Pipeline.VIDEO_ID).resolve(playlist);
            assertThat(references(media))
                    .isNotEmpty()
                    .allSatisfy(
                            segment -> assertThat(media.resolveSibling(segment)).exists());
        }
    }

    private static List<String> references(Path playlist) throws IOException {
        return Files.readAllLines(playlist).stream()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private static Path path(String uri) {
        return Path.of(URI.create(uri));
    }

    private Stream<Path> files(String root) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve(root))) {
            return all.filter(Files::isRegularFile).toList().stream();
        }
    }

    private static StorageNames renamed() {
        StorageNames names = StorageNames.STANDARD.withAttemptFolder("try-{attempt}/");
        for (ObjectKind kind : ObjectKind.values()) {
            names = names.with(kind, RENAMED + names.pattern(kind));
        }
        return names;
    }
}
