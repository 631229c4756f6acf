package dev.dashline.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevCommandIT {

    private static final Pattern API = Pattern.compile("API +(\\S+)");

    @TempDir
    Path folder;

    @Test
    void staysUpAndGoesOnWhereItWas() throws Exception {
        Path clip = Clips.make(folder.resolve("clip.mp4"), 2);
        String videoId;
        try (DashlineProcess dev = dev("first")) {
            JsonNode outcome = new ObjectMapper()
                    .readTree(run("submit", 0, "submit", clip.toString(), "--wait", "--json", "--url", api(dev)));
            videoId = outcome.get("videoId").asText();
            assertThat(outcome.get("state").asText()).isEqualTo("published");
            assertThat(folder.resolve("data/videos").resolve(videoId).resolve("manifest.mpd"))
                    .exists();

            refusesAnotherOnTheSameData();
            stop(dev);
        }
        try (DashlineProcess dev = dev("second")) {
            String api = api(dev);
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(run("status", 0, "status", videoId, "--json", "--url", api))
                            .contains("\"state\":\"published\""));
            stop(dev);
        }
    }

    private void refusesAnotherOnTheSameData() throws Exception {
        try (DashlineProcess other = dev("other")) {
            assertThat(other.exitCode()).isEqualTo(1);
            assertThat(other.stderr()).contains("data is in use by process").doesNotContain("Exception");
        }
    }

    private DashlineProcess dev(String name) throws Exception {
        return DashlineProcess.start(
                Files.createDirectories(folder.resolve(name)),
                "dev",
                "--data-dir",
                folder.resolve("data").toString(),
                "--port",
                "0",
                "--broker-port",
                "0",
                "--registry-port",
                "0");
    }

    private static String api(DashlineProcess dev) {
        await().atMost(Duration.ofMinutes(1)).until(() -> dev.stdout().contains("Stop it") || !dev.isAlive());
        Matcher api = API.matcher(dev.stdout());
        assertThat(api.find()).as(dev.stdout() + dev.stderr()).isTrue();
        return api.group(1);
    }

    private String run(String name, int exitCode, String... arguments) throws Exception {
        try (DashlineProcess command =
                DashlineProcess.start(Files.createDirectories(folder.resolve(name)), arguments)) {
            assertThat(command.exitCode()).as(command.stderr()).isEqualTo(exitCode);
            return command.stdout();
        }
    }

    private static void stop(DashlineProcess dev) throws Exception {
        List<ProcessHandle> others = dev.descendants();
        dev.interrupt();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !dev.isAlive() && others.stream().noneMatch(ProcessHandle::isAlive));
    }
}
