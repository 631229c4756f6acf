package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.job.PartsSum;
import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.task.EncodeSettings;
import dev.dashline.encoder.task.EncodeSettings.StoreUse;
import dev.dashline.encoder.task.TaskExecutor;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.DamageHandling;
import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Failure;
import dev.dashline.events.SourceNote;
import dev.dashline.events.SourceReport;
import dev.dashline.events.SubtitleSource;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.encoder.Analyze;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.Package;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.events.encoder.SoundCut;
import dev.dashline.events.encoder.TranscodeAudio;
import dev.dashline.events.encoder.TranscodeText;
import dev.dashline.events.encoder.TranscodeVideo;
import dev.dashline.media.SourceLimits;
import dev.dashline.media.cage.Cage;
import dev.dashline.media.ffmpeg.FfmpegTools;
import dev.dashline.media.profile.Profiles;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.TrustedEvents;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.schemas.storage.StorageNames;
import dev.dashline.schemas.storage.StorageRoots;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.file.FileObjectStore;
import dev.dashline.testsupport.Programs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All tasks of a video, one after the other, in this process: what coordinator and slots do, without Kafka. */
final class Pipeline implements AutoCloseable {

    static final String VIDEO_ID = "video-1";

    static {
        TrustedEvents.vouch();
    }

    private final Path root;
    private final int slots;
    private final ObjectStore store;
    private final TaskExecutors executors;
    private @Nullable SourceReport report;
    private List<SourceNote> added = List.of();

    Pipeline(Path root, Profiles profiles, int slots) throws IOException {
        this(root, profiles, slots, SourceLimits.DEFAULT);
    }

    Pipeline(Path root, Profiles profiles, int slots, SourceLimits limits) throws IOException {
        this(
                root,
                Programs.tools(),
                Programs.cage(),
                new FileObjectStore(),
                profiles,
                slots,
                settings(root, 1, limits));
    }

    private Pipeline(
            Path root,
            FfmpegTools tools,
            Cage cage,
            ObjectStore store,
            Profiles profiles,
            int slots,
            EncodeSettings settings) {
        this.root = root;
        this.store = store;
        Supervisor supervisor = new Supervisor(new SimpleMeterRegistry());
        this.executors = new TaskExecutors(tools, cage, store, profiles, settings, supervisor);
        this.slots = slots;
    }

    static Pipeline fast(Path root) throws IOException {
        return new Pipeline(root, Profiles.builtIn(), 2);
    }

    /** From any store; what is written is files all the same. */
    static Pipeline from(ObjectStore store, Path root) throws IOException {
        return from(store, root, SourceLimits.DEFAULT);
    }

    /** The same with other limits. */
    static Pipeline from(ObjectStore store, Path root, SourceLimits limits) throws IOException {
        return new Pipeline(
                root, Programs.tools(), Programs.cage(), store, Profiles.builtIn(), 5, settings(root, 1, limits));
    }

    /** With other programs than FFmpeg's own, which may do what no cage would let them. */
    static Pipeline with(FfmpegTools tools, Path root) throws IOException {
        return new Pipeline(root, tools, Cage.open(), new FileObjectStore(), Profiles.builtIn(), 2, settings(root, 1));
    }

    /** With chunks of sound of this length. */
    static Pipeline cutting(Duration soundChunk, Path root, Profiles profiles) throws IOException {
        EncodeSettings usual = settings(root, 1);
        EncodeSettings settings = new EncodeSettings(
                usual.layout(), usual.directory(), usual.threads(), usual.limits(), usual.stores(), soundChunk);
        return new Pipeline(root, Programs.tools(), Programs.cage(), new FileObjectStore(), profiles, 2, settings);
    }

    /** Of a machine that makes other bytes of the same frames. */
    static Pipeline withThreads(int threads, Path root) throws IOException {
        return new Pipeline(
                root,
                Programs.tools(),
                Programs.cage(),
                new FileObjectStore(),
                Profiles.builtIn(),
                2,
                settings(root, threads));
    }

    private static EncodeSettings settings(Path root, int threads) throws IOException {
        return settings(root, threads, SourceLimits.DEFAULT);
    }

    /** With other names of objects than a deployment has. */
    static Pipeline named(StorageNames names, Path root) throws IOException {
        EncodeSettings standard = settings(root, 1);
        EncodeSettings settings = new EncodeSettings(
                new StorageLayout(standard.layout().roots(), names),
                standard.directory(),
                standard.threads(),
                standard.limits(),
                standard.stores());
        return new Pipeline(
                root, Programs.tools(), Programs.cage(), new FileObjectStore(), Profiles.builtIn(), 2, settings);
    }

    private static EncodeSettings settings(Path root, int threads, SourceLimits limits) throws IOException {
        URI out = Files.createDirectories(root.resolve("out")).toUri();
        URI staging = Files.createDirectories(root.resolve("staging")).toUri();
        return new EncodeSettings(
                StorageLayout.standard(new StorageRoots(out, staging)),
                root.resolve("scratch"),
                threads,
                limits,
                StoreUse.DEFAULT);
    }

    Path out() {
        return root.resolve("out").resolve(VIDEO_ID);
    }

    Path scratch() {
        return root.resolve("scratch");
    }

    ObjectStore store() {
        return store;
    }

    /** The codes of all notes on the source that was encoded last. */
    List<String> notes() {
        return Stream.concat(report().getNotes().stream(), added.stream())
                .map(SourceNote::getCode)
                .toList();
    }

    /** What was understood of the source that was analyzed last. */
    SourceReport report() {
        return Objects.requireNonNull(report);
    }

    EncodingPlan analyze(Path source) throws InterruptedException {
        return analyze(source.toUri());
    }

    EncodingPlan analyze(URI source) throws InterruptedException {
        return analyze(source, List.of());
    }

    EncodingPlan analyze(URI source, List<SubtitleSource> subtitles) throws InterruptedException {
        TaskOutcome outcome = analyzed(source, request -> request.setSubtitles(subtitles));
        assertThat(outcome).isInstanceOf(TaskOutcome.Analyzed.class);
        return ((TaskOutcome.Analyzed) outcome).plan();
    }

    /** What becomes of the analysis of a source of which the request states the rate. */
    TaskOutcome analyzed(Path source, String frameRate) throws InterruptedException {
        return analyzed(source.toUri(), request -> request.setFrameRate(frameRate));
    }

    private TaskOutcome analyzed(URI source, Consumer<VideoRequested.Builder> more) throws InterruptedException {
        EncoderTask task = task(source, null, TaskIds.ANALYZE, new Analyze());
        VideoRequested.Builder request = VideoRequested.newBuilder(task.getRequest());
        more.accept(request);
        return run(EncoderTask.newBuilder(task).setRequest(request.build()).build());
    }

    Failure failedAnalysis(Path source) throws InterruptedException {
        return failedAnalysis(source.toUri());
    }

    Failure failedAnalysis(URI source) throws InterruptedException {
        TaskOutcome outcome = run(task(source, null, TaskIds.ANALYZE, new Analyze()));
        assertThat(outcome).isInstanceOf(TaskOutcome.Failed.class);
        return ((TaskOutcome.Failed) outcome).failure();
    }

    List<PartRef> transcode(Path source, EncodingPlan plan) throws InterruptedException {
        return transcode(source.toUri(), plan);
    }

    List<PartRef> transcode(URI source, EncodingPlan plan) throws InterruptedException {
        List<PartRef> parts = new ArrayList<>();
        for (EncoderTask task : transcodeTasks(source, plan)) {
            TaskOutcome outcome = run(task);
            assertThat(outcome).as(task.getTaskId()).isInstanceOf(TaskOutcome.Transcoded.class);
            parts.add(((TaskOutcome.Transcoded) outcome).part());
        }
        return parts;
    }

    static List<EncoderTask> transcodeTasks(Path source, EncodingPlan plan) {
        return transcodeTasks(source.toUri(), plan);
    }

    static List<EncoderTask> transcodeTasks(URI source, EncodingPlan plan) {
        List<EncoderTask> tasks = new ArrayList<>();
        for (int chunk = 0; chunk < plan.getChunks(); chunk++) {
            tasks.add(task(source, plan, TaskIds.video(chunk), new TranscodeVideo(chunk)));
        }
        for (int track = 0; track < plan.getAudioTracks().size(); track++) {
            int chunks = plan.getAudioTracks()
                    .get(track)
                    .getCut()
                    .map(SoundCut::getChunks)
                    .orElse(1);
            for (int chunk = 0; chunk < chunks; chunk++) {
                tasks.add(task(source, plan, TaskIds.audio(track, chunk), new TranscodeAudio(track, chunk)));
            }
        }
        if (!plan.getTextTracks().isEmpty()) {
            tasks.add(task(source, plan, TaskIds.TEXT, new TranscodeText()));
        }
        return tasks;
    }

    EncodedVideo packaged(Path source, EncodingPlan plan, List<PartRef> parts) throws InterruptedException {
        TaskOutcome outcome = run(task(source, plan, TaskIds.PACKAGE, packaging(parts)));
        assertThat(outcome).isInstanceOf(TaskOutcome.Packaged.class);
        return ((TaskOutcome.Packaged) outcome).encoded();
    }

    /** The work of joining these parts. */
    static Package packaging(List<PartRef> parts) {
        PartsSum sum = PartsSum.NONE;
        for (PartRef part : parts) {
            sum = sum.plus(part);
        }
        return sum.packaging();
    }

    /** Removes the inventory of a part. */
    void forget(PartRef part) throws IOException {
        Files.delete(Path.of(URI.create(part.getInventory())));
    }

    /** What becomes of the text of a source, and of subtitle files. */
    TaskOutcome text(Path source, SubtitleSource... subtitles) throws InterruptedException {
        EncodingPlan plan = analyze(source.toUri(), List.of(subtitles));
        return run(task(source, plan, TaskIds.TEXT, new TranscodeText()));
    }

    /** Everything, manifests put where a publisher would. */
    EncodedVideo encode(Path source, SubtitleSource... subtitles) throws InterruptedException, IOException {
        return encode(source, analyze(source.toUri(), List.of(subtitles)));
    }

    /** Everything but the analysis. */
    EncodedVideo encode(Path source, EncodingPlan plan) throws InterruptedException, IOException {
        EncodedVideo encoded = packaged(source, plan, transcode(source, plan));
        URI staged = URI.create(encoded.getManifest());
        for (String name : List.of("master.m3u8", "manifest.mpd")) {
            Files.copy(Path.of(staged.resolve(name)), out().resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        return encoded;
    }

    /** How a video of this source ends: with the first task that fails, or packaged. */
    TaskOutcome end(Path source) throws InterruptedException {
        return end(source, null);
    }

    /**
     * The same.
     *
     * @param damage what the request says of damage
     */
    TaskOutcome end(Path source, @Nullable DamageHandling damage) throws InterruptedException {
        EncoderTask analyze = task(source, null, TaskIds.ANALYZE, new Analyze());
        TaskOutcome analysis = run(EncoderTask.newBuilder(analyze)
                .setRequest(VideoRequested.newBuilder(analyze.getRequest())
                        .setDamage(damage)
                        .build())
                .build());
        if (!(analysis instanceof TaskOutcome.Analyzed analyzed)) {
            return analysis;
        }
        EncodingPlan plan = analyzed.plan();
        List<PartRef> parts = new ArrayList<>();
        for (EncoderTask task : transcodeTasks(source, plan)) {
            TaskOutcome outcome = run(task);
            if (!(outcome instanceof TaskOutcome.Transcoded transcoded)) {
                return outcome;
            }
            parts.add(transcoded.part());
        }
        return run(task(source, plan, TaskIds.PACKAGE, packaging(parts)));
    }

    /** What becomes of a task. Safe for use by many threads. */
    TaskOutcome execute(EncoderTask task) throws InterruptedException {
        return executors.execute(EncoderTask.newBuilder(task).setSlots(slots).build(), doneMillis -> {});
    }

    TaskOutcome run(EncoderTask task) throws InterruptedException {
        TaskOutcome outcome = execute(task);
        if (outcome instanceof TaskOutcome.Analyzed analyzed) {
            report = analyzed.report();
            added = List.of();
        } else if (outcome instanceof TaskOutcome.Packaged packaged) {
            added = packaged.notes();
        }
        return outcome;
    }

    TaskExecutor executor() {
        return executors;
    }

    static EncoderTask task(Path source, @Nullable EncodingPlan plan, String id, Object work) {
        return task(source.toUri(), plan, id, work);
    }

    static EncoderTask task(URI source, @Nullable EncodingPlan plan, String id, Object work) {
        VideoRequested request = VideoRequested.newBuilder()
                .setVideoId(VIDEO_ID)
                .setAttempt(1)
                .setSource(source.toString())
                .setProfile("h264-fast")
                .setRequestedAt(Instant.EPOCH)
                .build();
        return EncoderTask.newBuilder()
                .setVideoId(VIDEO_ID)
                .setAttempt(1)
                .setTaskId(id)
                .setEpoch(1)
                .setIssuedAt(Instant.EPOCH)
                .setRequest(request)
                .setPlan(plan)
                .setWork(work)
                .build();
    }

    @Override
    public void close() {
        executors.close();
        store.close();
    }
}
