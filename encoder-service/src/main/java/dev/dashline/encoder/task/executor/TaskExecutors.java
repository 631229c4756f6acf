package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.source.SourceAccess;
import dev.dashline.encoder.task.EncodeSettings;
import dev.dashline.encoder.task.PlanMapping;
import dev.dashline.encoder.task.ReportMapping;
import dev.dashline.encoder.task.TaskContext;
import dev.dashline.encoder.task.TaskExecutor;
import dev.dashline.encoder.task.TaskFailures;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.WorkVisitor;
import dev.dashline.encoder.task.part.EarlierParts;
import dev.dashline.encoder.task.part.EarlierPlans;
import dev.dashline.encoder.task.upload.UploadPool;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.Package;
import dev.dashline.events.encoder.TranscodeAudio;
import dev.dashline.events.encoder.TranscodeVideo;
import dev.dashline.media.MediaException;
import dev.dashline.media.cage.Cage;
import dev.dashline.media.ffmpeg.Ffmpeg;
import dev.dashline.media.ffmpeg.FfmpegTools;
import dev.dashline.media.ffmpeg.ProcessGuard;
import dev.dashline.media.ffmpeg.ProcessStarter;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.probe.Ffprobe;
import dev.dashline.media.probe.KeyframeSearch;
import dev.dashline.media.probe.SoundSearch;
import dev.dashline.media.profile.Profiles;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Does every kind of task with FFmpeg. Failures of a source or a store become {@link TaskOutcome.Failed} here; bugs are
 * thrown. Safe for use by many threads, each with its own task.
 */
public final class TaskExecutors implements TaskExecutor, AutoCloseable {

    private static final Duration STALL_LIMIT = Duration.ofSeconds(60);

    private final WorkFolders folders;
    private final ProcessGuard guard;
    private final ExecutorService outputReaders;
    private final ScheduledExecutorService watchdogs;
    private final TaskResources tools;
    private final AnalyzeExecutor analyze;
    private final EarlierPlans plans;
    private final TranscodeVideoExecutor video;
    private final TranscodeAudioExecutor audio;
    private final TranscodeTextExecutor text;
    private final PackageExecutor packaging;

    /**
     * Ready to work.
     *
     * @param programs the programs to run
     * @param cage holds the programs
     * @param store for sources, output and staging; stays open when this is closed
     * @param profiles that requests can name
     */
    public TaskExecutors(
            FfmpegTools programs,
            Cage cage,
            ObjectStore store,
            Profiles profiles,
            EncodeSettings settings,
            Supervisor supervisor) {
        this.folders = new WorkFolders(settings.directory());
        this.guard = new ProcessGuard(settings.directory(), folders.prefix());
        this.outputReaders = supervisor.cached("ffmpeg-output");
        this.watchdogs = supervisor.scheduled("ffmpeg-watchdog", 1);
        ProcessStarter processes = new ProcessStarter(cage, guard, outputReaders);
        Ffprobe ffprobe = new Ffprobe(programs.ffprobe(), settings.limits(), processes);
        this.tools = new TaskResources(
                new Ffmpeg(programs.ffmpeg(), STALL_LIMIT, processes, watchdogs),
                new KeyframeSearch(ffprobe),
                new SoundSearch(ffprobe),
                store,
                new SourceAccess(store, settings, supervisor),
                new UploadPool(
                        supervisor.pool("upload", settings.stores().uploads()), supervisor.scheduled("upload-scan", 1)),
                settings);
        Clock clock = Clock.systemUTC();
        this.analyze = new AnalyzeExecutor(tools, ffprobe, profiles, clock);
        this.plans = new EarlierPlans(store, settings);
        this.video = new TranscodeVideoExecutor(tools);
        this.audio = new TranscodeAudioExecutor(tools);
        this.text = new TranscodeTextExecutor(tools);
        this.packaging = new PackageExecutor(store, settings, tools.pool(), clock);
    }

    @Override
    public TaskOutcome execute(EncoderTask task, TaskContext context) throws InterruptedException {
        try (Scratch scratch = Scratch.in(tools.settings().directory(), folders.prefix())) {
            return step(task, new TranscodeRun(tools, scratch, context)).run();
        } catch (MediaException e) {
            return TaskFailures.failed(task, e);
        } catch (StoreException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped waiting for a store");
            }
            return TaskFailures.failed(task, e);
        }
    }

    /** What is to be done for a task. */
    private interface Step {
        TaskOutcome run() throws MediaException, InterruptedException;
    }

    private Step step(EncoderTask task, TranscodeRun run) {
        return WorkVisitor.visit(task, new WorkVisitor<>() {
            @Override
            public Step analyze() {
                return () -> {
                    AnalyzeExecutor.Analysis analysis = analyze.execute(task, run);
                    return new TaskOutcome.Analyzed(
                            plans.settle(task, PlanMapping.toEvent(analysis.plan())),
                            ReportMapping.toEvent(analysis.report()));
                };
            }

            @Override
            public Step transcodeVideo(TranscodeVideo work) {
                return unlessReusable(task, () -> video.execute(task, plan(task), work.getChunk(), run));
            }

            @Override
            public Step transcodeAudio(TranscodeAudio work) {
                return unlessReusable(task, () -> audio.execute(task, plan(task), work, run));
            }

            @Override
            public Step transcodeText() {
                return () -> text.execute(task, plan(task), run);
            }

            @Override
            public Step packageParts(Package work) {
                Thumbnailer thumbnailer = new Thumbnailer(tools, run.scratch());
                return () -> packaging.execute(task, plan(task), work, Optional.of(thumbnailer));
            }
        });
    }

    /** Takes the part of an earlier attempt, if there is one, and transcodes otherwise. */
    private Step unlessReusable(EncoderTask task, Step transcode) {
        return () -> {
            Optional<TaskOutcome> earlier = new EarlierParts(tools.store(), tools.settings()).reuse(task);
            return earlier.isPresent() ? earlier.get() : transcode.run();
        };
    }

    private static MediaPlan plan(EncoderTask task) {
        return task.getPlan()
                .map(PlanMapping::fromEvent)
                .orElseThrow(() -> new IllegalArgumentException("task " + task.getTaskId() + " has no plan"));
    }

    @Override
    public void close() {
        tools.pool().close();
        tools.sources().close();
        watchdogs.shutdownNow();
        outputReaders.shutdown();
        guard.close();
        folders.close();
    }
}
