package dev.dashline.ingest.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The libraries of the page are files of the repository: nothing but what its lock names is in them. */
class PageLibrariesTest {

    private static final Path PAGE = Path.of("src/main/resources/dev/dashline/ingest/page");
    private static final Path VENDOR = PAGE.resolve("vendor");
    private static final Pattern LOADED = Pattern.compile("(?:from|import)\\s*\\(?'([^']+)'|src = '([^']+)'");

    @Test
    void everyLibraryIsTheFileThatTheLockNames() throws IOException {
        List<String> locked = new ArrayList<>(List.of("lock.json"));
        for (JsonNode file : lock()) {
            String name = file.get("file").asText();
            assertThat(PageFile.hash(Files.readAllBytes(VENDOR.resolve(name))))
                    .as("%s: its content is not what page-libraries fetched", name)
                    .isEqualTo(file.get("sha256").asText());
            assertThat(name).contains(file.get("version").asText());
            assertThat(Files.readString(VENDOR.resolve(file.get("licenseFile").asText())))
                    .containsIgnoringCase("license");
            locked.add(name);
            locked.add(file.get("licenseFile").asText());
        }
        assertThat(names(VENDOR)).hasSameElementsAs(locked);
    }

    @Test
    void noLibraryNamesAFileThatABrowserWouldFetchElsewhere() throws IOException {
        for (String name : names(VENDOR)) {
            assertThat(Files.readString(VENDOR.resolve(name))).as(name).doesNotContain("sourceMappingURL");
        }
    }

    @Test
    void everyModuleLoadsFilesOfThePageAlone() throws IOException {
        for (String name : names(PAGE)) {
            if (name.endsWith(".js")) {
                LOADED.matcher(Files.readString(PAGE.resolve(name))).results().forEach(load -> {
                    String target = load.group(1) != null ? load.group(1) : load.group(2);
                    assertThat(PAGE.resolve(target.replaceFirst("^(\\./|/page/)", "")))
                            .as("%s loads %s", name, target)
                            .isRegularFile();
                });
            }
        }
    }

    private static JsonNode lock() throws IOException {
        return new ObjectMapper().readTree(VENDOR.resolve("lock.json").toFile()).get("files");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }
}
