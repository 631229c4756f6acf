package dev.dashline.cli.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.cli.Invocation;
import dev.dashline.cli.PlayedService;
import dev.dashline.cli.PlayedService.Answer;
import dev.dashline.cli.base.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that talk to a running Dashline, against a service that is played by this test. */
class SubmitCommandTest {

    @TempDir
    Path folder;

    @AutoClose
    private final PlayedService service = new PlayedService();

    private Path clip;

    @BeforeEach
    void start() throws IOException {
        clip = Files.createFile(folder.resolve("a clip.mp4")).toRealPath();
        service.on("POST /videos", Answer.accepted(1));
    }

    @Test
    void namesTheFileInPlaceWithAllThatTheUserSaid() {
        Invocation submit =
                run("submit", clip.toString(), "--title", "My clip", "--profile", "h264-fast", "--deadline", "5m");

        assertThat(submit.exitCode()).isZero();
        assertThat(submit.out()).isEqualToIgnoringNewLines("v1  " + clip);
        assertThat(service.bodies())
                .containsExactly("{\"source\":\"" + clip.toUri() + "\",\"title\":\"My clip\",\"profile\":\"h264-fast\","
                        + "\"publicationTimeout\":\"PT5M\"}");
    }

    @Test
    void showsATokenIfThereIsOneAndSaysHowToIfItIsMissing() {
        assertThat(run("submit", clip.toString(), "--token", "secret").exitCode())
                .isZero();
        assertThat(service.shown()).containsExactly("Bearer secret");

        service.on("POST /videos", Answer.problem(401, "Show a key."));
        assertThat(run("submit", clip.toString()).err()).contains("Show a key. Set DASHLINE_TOKEN, or say --token.");
    }

    @Test
    void saysWhyARequestWasRefused() {
        service.on("POST /videos", Answer.problem(400, "profile: must be one of a, b"));

        Invocation submit = run("submit", clip.toString());

        assertThat(submit.exitCode()).isEqualTo(CliException.FAILED);
        assertThat(submit.out()).isEmpty();
        assertThat(submit.err())
                .isEqualToIgnoringNewLines("dashline: " + clip.toUri() + " was refused: profile: must be one of a, b");
    }

    @Test
    void saysWhatIsWrongWithEachField() {
        service.on(
                "POST /videos",
                Answer.of(
                        400,
                        "{\"detail\":\"2 fields are wrong.\",\"errors\":["
                                + "{\"field\":\"profile\",\"message\":\"must be one of a, b\"},"
                                + "{\"field\":\"\",\"message\":\"must be JSON\"}]}"));

        assertThat(run("submit", clip.toString()).err())
                .isEqualToIgnoringNewLines("dashline: " + clip.toUri()
                        + " was refused: 2 fields are wrong. profile must be one of a, b. The body must be JSON.");
    }

    @Test
    void waitsUntilTheVideoIsPublished() {
        service.on(
                "GET /videos/v1",
                Answer.of(200, "{\"id\":\"v1\",\"state\":\"requested\"}"),
                Answer.of(
                        200,
                        "{\"id\":\"v1\",\"state\":\"published\",\"manifest\":\"https://x/v1/manifest.mpd\","
                                + "\"hls\":\"https://x/v1/master.m3u8\",\"frames\":250,\"durationMs\":10000,"
                                + "\"encodeMs\":3000}"));

        Invocation submit = run("submit", clip.toString(), "--wait", "--json");

        assertThat(submit.exitCode()).isZero();
        assertThat(submit.out())
                .isEqualToIgnoringNewLines("{\"input\":\"" + clip + "\",\"videoId\":\"v1\",\"state\":\"published\","
                        + "\"manifest\":\"https://x/v1/manifest.mpd\",\"hls\":\"https://x/v1/master.m3u8\","
                        + "\"code\":null,"
                        + "\"message\":null,\"frames\":250,\"durationMs\":10000,\"encodeMs\":3000,\"renditions\":[],"
                        + "\"report\":null}");
    }

    @Test
    void failsWhenTheVideoHasFailed() {
        service.on(
                "GET /videos/v1",
                Answer.of(
                        200,
                        "{\"id\":\"v1\",\"state\":\"failed\",\"code\":\"NO_VIDEO\",\"message\":\"There is none.\"}"));

        Invocation submit = run("submit", clip.toString(), "--wait");

        assertThat(submit.exitCode()).isEqualTo(CliException.FAILED);
        assertThat(submit.out()).contains("failed, NO_VIDEO: There is none.");
    }

    @Test
    void uploadsAFileAndGoesOnAfterABreak() throws IOException {
        Files.write(clip, new byte[(8 << 20) + 5]);
        service.on("POST /uploads", Answer.of(201, "").with("Location", "/uploads/u1"))
                .on("HEAD /uploads/u1", offset(0), offset(8 << 20), offset(8 << 20))
                .on(
                        "PATCH /uploads/u1",
                        offset(8 << 20),
                        Answer.problem(460, "The body is damaged."),
                        Answer.of(204, "")
                                .with("Upload-Offset", Integer.toString((8 << 20) + 5))
                                .with("Video-Location", "/videos/v7"));

        Invocation submit = run("submit", "--upload", clip.toString(), "--title", "My clip");

        assertThat(submit.exitCode()).as(submit.err()).isZero();
        assertThat(submit.out()).isEqualToIgnoringNewLines("v7  " + clip);
        assertThat(submit.err()).contains("99 % of 8.0 MiB uploaded", "The body is damaged. Trying again.");
        assertThat(service.asked().stream().map(PlayedService.Asked::request))
                .containsExactly(
                        "POST /uploads",
                        "HEAD /uploads/u1",
                        "PATCH /uploads/u1",
                        "PATCH /uploads/u1",
                        "HEAD /uploads/u1",
                        "PATCH /uploads/u1");
        assertThat(service.bodies().get(5)).hasSize(5);
    }

    private static Answer offset(long bytes) {
        return Answer.of(204, "").with("Upload-Offset", Long.toString(bytes));
    }

    @Test
    void saysWhyAnUploadIsRefusedAndWhatToDo() {
        service.on("POST /uploads", Answer.problem(501, "Set UPLOAD_URI."));
        assertThat(run("submit", "--upload", clip.toString()).err())
                .isEqualToIgnoringNewLines("dashline: " + clip + " was not uploaded: Set UPLOAD_URI.");

        service.on("HEAD /uploads/u1", Answer.of(410, ""));
        Invocation gone = run("submit", "--upload", "--resume", "u1", clip.toString());
        assertThat(gone.exitCode()).isEqualTo(CliException.FAILED);
        assertThat(gone.err()).contains("there is no upload u1 any more", "without --resume");

        service.on("HEAD /uploads/u1", Answer.of(200, "").with("Upload-Length", "7"));
        assertThat(run("submit", "--upload", "--resume", "u1", clip.toString()).err())
                .contains("has 0 bytes, but upload u1 is of a file of 7");
        assertThat(run("submit", "--resume", "u1", clip.toString()).exitCode()).isEqualTo(CliException.USAGE);
        assertThat(run("submit", "--upload", "gs://in/a.mp4").err()).contains("gs://in/a.mp4 is no file");
    }

    @Test
    void cancelsAllThatIsOnItsWayWhateverBecomesOfTheOthers() {
        service.on("DELETE /videos/ended", Answer.problem(409, "Attempt 1 is published."))
                .on("DELETE /videos/unread", Answer.problem(503, "The request is not read yet."))
                .on("DELETE /videos/v1", Answer.accepted(2));

        Invocation cancel = run("cancel", "ended", "unknown", "unread", "v1");

        assertThat(cancel.exitCode()).isEqualTo(CliException.FAILED);
        assertThat(cancel.out().lines())
                .containsExactly("ended  left alone: Attempt 1 is published.", "v1  attempt 2 is being cancelled");
        assertThat(cancel.err().lines())
                .containsExactly(
                        "dashline: unknown was not cancelled: No video has this id.",
                        "dashline: unread was not cancelled: The request is not read yet.");
    }

    @Test
    void whatHasEndedByItselfIsNoErrorOfACancellation() {
        service.on("DELETE /videos/ended", Answer.problem(409, "Attempt 1 is failed."));

        assertThat(run("cancel", "ended").exitCode()).isZero();
    }

    @Test
    void unpublishesWhatIsPublicAndSaysWhatIsNot() {
        service.on("POST /videos/hidden/unpublish", Answer.problem(409, "Attempt 1 is failed."))
                .on("POST /videos/v1/unpublish", Answer.accepted(2));

        Invocation unpublish = run("unpublish", "hidden", "v1", "--reason", "a claim");

        assertThat(unpublish.exitCode()).isZero();
        assertThat(unpublish.out().lines())
                .containsExactly("hidden  left alone: Attempt 1 is failed.", "v1  attempt 2 is being unpublished");
        assertThat(service.bodies()).containsExactly("{\"reason\":\"a claim\"}", "{\"reason\":\"a claim\"}");
    }

    @Test
    void replaysVideosWithAnotherDeadline() {
        service.on("POST /videos/v1/replay", Answer.accepted(2)).on("POST /videos/v2/replay", Answer.accepted(3));

        Invocation replay = run("failed", "replay", "v1", "v2", "--deadline", "10m", "--rate", "100/s");

        assertThat(replay.exitCode()).isZero();
        assertThat(replay.out().lines()).containsExactly("v1  attempt 2", "v2  attempt 3");
        assertThat(service.bodies())
                .containsExactly("{\"publicationTimeout\":\"PT10M\"}", "{\"publicationTimeout\":\"PT10M\"}");
    }

    @Test
    void onlySaysWhatItWouldReplay() {
        Invocation dryRun = run("failed", "replay", "v1", "--dry-run");

        assertThat(dryRun.exitCode()).isZero();
        assertThat(dryRun.out()).isEqualToIgnoringNewLines("v1");
        assertThat(service.asked()).isEmpty();
        Invocation nothing = run("failed", "replay");
        assertThat(nothing.exitCode()).isEqualTo(CliException.USAGE);
        assertThat(nothing.err()).contains("--code or --all");
    }

    @Test
    void readsRequestsFromStandardInputAndShowsWhatIsNone() {
        Invocation submit = runWithInput(
                "{\"source\":\"gs://a/b.mp4\"}\nnonsense\n{\"id\":\"x\",\"encodingTime\":1}\n",
                "submit",
                "-",
                "--rate",
                "1000/s");

        assertThat(submit.exitCode()).isEqualTo(CliException.FAILED);
        assertThat(submit.out().lines()).containsExactly("v1  line 1", "v1  x");
        assertThat(submit.err().lines()).hasSize(2).first().asString().startsWith("dashline: line 2 ");
        assertThat(service.bodies()).hasSize(2).first().isEqualTo("{\"source\":\"gs://a/b.mp4\"}");
    }

    @Test
    void backsOffAndTriesTheSameRequestAgainWhenTheServiceIsBusy() {
        Answer busy = Answer.problem(429, "It is busy.").with("Retry-After", "0");
        service.on("POST /videos", busy, busy, Answer.accepted(1));

        Invocation submit = runWithInput("{\"source\":\"gs://a/b.mp4\"}", "submit", "-");

        assertThat(submit.exitCode()).isZero();
        assertThat(submit.out().lines()).hasSize(1);
        assertThat(service.asked()).hasSize(3);
        assertThat(service.asked().stream().distinct()).hasSize(1);
    }

    @Test
    void showsAStatus() {
        service.on(
                "GET /videos/v1",
                Answer.of(
                        200, "{\"id\":\"v1\",\"state\":\"encoding\",\"labels\":{\"a\":\"b\"},\"renditions\":[{},{}]}"));

        assertThat(run("status", "v1").out().lines().map(line -> line.replaceAll(" +", " ")))
                .contains("id v1", "state encoding", "labels.a b", "renditions 2 of them; all with --json");
        assertThat(run("status", "v1", "--json").out()).startsWith("{\"id\":\"v1\",\"state\":\"encoding\"");
    }

    private Invocation run(String... arguments) {
        return runWithInput("", arguments);
    }

    private Invocation runWithInput(String input, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", service.url().toString()));
        return Invocation.withInput(input, all.toArray(new String[0]));
    }
}
