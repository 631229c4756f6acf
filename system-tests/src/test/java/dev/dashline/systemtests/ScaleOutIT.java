package dev.dashline.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.schemas.TopicProvisioner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encoders that join share the work of one video, and a kill in the middle of a task costs no video. */
class ScaleOutIT {

    private static final int SECONDS = 240;
    private static final Pattern VARIABLE = Pattern.compile("([A-Z_]+)='([^']*)'");
    private static final Pattern LEASED = Pattern.compile("task leased .*task=\"(video|audio)-");
    private static final Pattern ENDED = Pattern.compile("task ended .*task=\"(video|audio)-.*Transcoded");
    private static final int SUBMISSIONS = 5;
    private static final List<String> GROUPS =
            List.of(TopicProvisioner.ENCODER_GROUP, TopicProvisioner.ENCODER_SHORT_GROUP);

    @TempDir
    Path folder;

    @Test
    void encodersThatJoinShareOneVideoAndOneOfThemMayDie() throws Exception {
        Path clip = Clips.make(folder.resolve("clip.mp4"), SECONDS);
        try (DashlineProcess dev = dev();
                DashlineProcess survivor = encoder("survivor", dev);
                DashlineProcess victim = encoder("victim", dev)) {
            awaitMembers(dev, 2);
            String api = dev.api();
            List<String> videos =
                    submitUntil(() -> LEASED.matcher(victim.stderr()).find(), clip, api);
            victim.kill();

            for (String videoId : videos) {
                await().atMost(Duration.ofMinutes(3)).until(() -> settled(videoId, api));
                JsonNode status = json("status", "status", videoId, "--json", "--url", api);
                assertThat(status.get("state").asText()).as(status.toString()).isEqualTo("published");
                assertThat(status.get("frames").asLong()).isEqualTo(25L * SECONDS);
                assertThat(Clips.decodedFrames(
                                folder.resolve("data/videos").resolve(videoId).resolve("manifest.mpd")))
                        .isEqualTo(25L * SECONDS);
            }
            assertThat(survivor.stderr()).containsPattern(ENDED);
        }
    }

    /** The broker chooses who gets a task, so this submits the clip again until the victim gets one. */
    private List<String> submitUntil(BooleanSupplier leased, Path clip, String api) throws Exception {
        List<String> videos = new ArrayList<>();
        while (!leased.getAsBoolean() && videos.size() < SUBMISSIONS) {
            String videoId = json("submit", "submit", clip.toString(), "--json", "--url", api)
                    .get("videoId")
                    .asText();
            videos.add(videoId);
            await().atMost(Duration.ofMinutes(3)).until(() -> leased.getAsBoolean() || settled(videoId, api));
        }
        assertThat(leased.getAsBoolean()).isTrue();
        return videos;
    }

    private boolean settled(String videoId, String api) throws Exception {
        String state = json("poll", "status", videoId, "--json", "--url", api)
                .get("state")
                .asText();
        return state.equals("published") || state.equals("failed");
    }

    private DashlineProcess dev() throws Exception {
        DashlineProcess dev = DashlineProcess.dev(
                Files.createDirectories(folder.resolve("dev")), folder.resolve("data"), "--encoders", "0");
        dev.api();
        return dev;
    }

    /** Starts an encoder with the settings that {@code dev} prints. */
    private DashlineProcess encoder(String name, DashlineProcess dev) throws Exception {
        Map<String, String> environment = joining(dev);
        environment.put("STATE_DIR", folder.resolve(name + "-state").toString());
        environment.put("WORK_DIR", folder.resolve(name + "-work").toString());
        environment.put("ADMIN_PORT", "0");
        environment.put("ENCODER_SLOTS", "1");
        return DashlineProcess.start(Files.createDirectories(folder.resolve(name)), environment, "run", "encoder");
    }

    private static Map<String, String> joining(DashlineProcess dev) {
        Map<String, String> environment = new HashMap<>();
        Matcher variables = VARIABLE.matcher(dev.stdout());
        while (variables.find()) {
            environment.put(variables.group(1), variables.group(2));
        }
        assertThat(environment).as(dev.stdout() + dev.stderr()).containsKey("KAFKA_BOOTSTRAP_SERVERS");
        return environment;
    }

    private static void awaitMembers(DashlineProcess dev, int members) {
        Map<String, Object> config = Map.of("bootstrap.servers", joining(dev).get("KAFKA_BOOTSTRAP_SERVERS"));
        try (Admin admin = Admin.create(config)) {
            await().atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .until(() -> admin.describeShareGroups(GROUPS).all().get().values().stream()
                            .allMatch(group -> group.members().stream()
                                            .filter(member -> !member.assignment()
                                                    .topicPartitions()
                                                    .isEmpty())
                                            .count()
                                    >= members));
        }
    }

    private JsonNode json(String name, String... arguments) throws Exception {
        Path place = Files.createTempDirectory(folder, name);
        try (DashlineProcess command = DashlineProcess.start(place, arguments)) {
            assertThat(command.exitCode()).as(command.stderr()).isZero();
            return new ObjectMapper().readTree(command.stdout());
        }
    }
}
