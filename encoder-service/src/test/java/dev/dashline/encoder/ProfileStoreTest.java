package dev.dashline.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.gcsemulator.fault.Fault;
import dev.dashline.gcsemulator.fault.FaultRule;
import dev.dashline.media.profile.Profiles;
import dev.dashline.runtime.config.ConfigException;
import dev.dashline.runtime.storage.StoreConfig;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.file.FileObjectStore;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileStoreTest {

    private static final String SOUND = """
        gop: PT2S
        segment: PT2S
        audio: {bitrate: 64k, sampleRate: 48000, channels: 1}
        """;

    @TempDir
    private Path folder;

    @Test
    void addsAnOperatorsProfilesToThoseThatComeWithDashline() throws Exception {
        Files.writeString(folder.resolve("podcast.yaml"), SOUND);
        Files.writeString(folder.resolve("h264-fast.yaml"), SOUND);
        Files.writeString(folder.resolve("notes.txt"), "no profile");

        Profiles profiles = ProfileStore.load(new FileObjectStore(), Optional.of(folder.toUri()));

        assertThat(profiles.names()).contains("podcast", "h264-ladder").doesNotContain("notes");
        assertThat(profiles.find("h264-fast").orElseThrow().rungs()).isEmpty();
    }

    @Test
    void namesEveryMistakeInEveryFile() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), SOUND.replace("PT2S", "2s"));
        Files.writeString(folder.resolve("b.yaml"), SOUND.replace("64k", "loud"));

        ConfigException mistakes = catchThrowableOfType(
                ConfigException.class, () -> ProfileStore.load(new FileObjectStore(), Optional.of(folder.toUri())));

        assertThat(mistakes.problems()).hasSize(3);
        assertThat(mistakes).hasMessageContaining("PROFILES_URI").hasMessageContaining("b.yaml: audio.bitrate must be");
    }

    @Test
    void takesNoProfileThatArrivedSpoiled() throws Exception {
        Path file = Files.writeString(
                folder.resolve("podcast.yaml"), "# A comment is a comment with any letters in it.\n" + SOUND);
        try (GcsEmulator emulator = GcsEmulator.start().withBucket("profiles");
                ObjectStore store =
                        StoreConfig.unrestricted().withEmulator(emulator.url()).open(Executors::newCachedThreadPool)) {
            emulator.put("profiles", "podcast.yaml", file, "text/yaml");
            emulator.faults().add(FaultRule.every(new Fault.Corrupt()).on("alt=media"));

            ConfigException mistake = catchThrowableOfType(
                    ConfigException.class, () -> ProfileStore.load(store, Optional.of(URI.create("gs://profiles/"))));

            assertThat(mistake).hasMessageContaining("cannot be read");
        }
    }

    @Test
    void saysSoIfThereIsNone() {
        ConfigException mistake = catchThrowableOfType(
                ConfigException.class, () -> ProfileStore.load(new FileObjectStore(), Optional.of(folder.toUri())));

        assertThat(mistake).hasMessageContaining("has no file NAME.yaml");
    }
}
