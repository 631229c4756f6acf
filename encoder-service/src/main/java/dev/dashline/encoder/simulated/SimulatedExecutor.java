package dev.dashline.encoder.simulated;

import dev.dashline.encoder.task.PlanMapping;
import dev.dashline.encoder.task.TaskContext;
import dev.dashline.encoder.task.TaskExecutor;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.WorkVisitor;
import dev.dashline.encoder.task.executor.PartStore;
import dev.dashline.encoder.task.executor.PartStore.MadeRendition;
import dev.dashline.encoder.task.executor.PartStore.MadeSegment;
import dev.dashline.events.Failure;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.Package;
import dev.dashline.events.encoder.TranscodeAudio;
import dev.dashline.events.encoder.TranscodeVideo;
import dev.dashline.media.cmaf.InitSegment;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.Rung;
import dev.dashline.schemas.FailureCode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * Does every kind of task without FFmpeg and without a source. Transcoding takes the time that the request's labels
 * state (see {@link SimulatedVideo}) and writes small objects that no player can play. All tries of a task write the
 * same objects; other attempts write others. Safe for use by many threads.
 */
public final class SimulatedExecutor implements TaskExecutor {

    private static final Duration STEP = Duration.ofMillis(500);
    private static final int TIMESCALE = 12_800;
    private static final long SEGMENT_UNITS =
            (long) SimulatedVideo.SEGMENT_FRAMES * TIMESCALE / SimulatedVideo.FRAME_RATE;
    private static final long SEGMENT_MILLIS = SimulatedVideo.SEGMENT_FRAMES * 1_000L / SimulatedVideo.FRAME_RATE;

    private final PartStore parts;
    private final Pause pause;

    /** Lets time pass. */
    interface Pause {
        void forTime(Duration time) throws InterruptedException;
    }

    /** In real time. */
    public SimulatedExecutor(PartStore parts) {
        this(parts, time -> Thread.sleep(time.toMillis()));
    }

    SimulatedExecutor(PartStore parts, Pause pause) {
        this.parts = parts;
        this.pause = pause;
    }

    @Override
    public TaskOutcome execute(EncoderTask task, TaskContext context) throws InterruptedException {
        SimulatedVideo video;
        try {
            video = SimulatedVideo.of(task.getRequest().getLabels());
        } catch (IllegalArgumentException e) {
            return invalid("A label is wrong: " + e.getMessage() + ".");
        }
        return WorkVisitor.visit(task, new Steps(task, video, context)).run();
    }

    /** What is to be done for a task. */
    private interface Step {
        TaskOutcome run() throws InterruptedException;
    }

    /** A step for each kind of work. A simulated plan has no audio and no text. */
    private final class Steps implements WorkVisitor<Step> {

        private final EncoderTask task;
        private final SimulatedVideo video;
        private final TaskContext context;

        Steps(EncoderTask task, SimulatedVideo video, TaskContext context) {
            this.task = task;
            this.video = video;
            this.context = context;
        }

        @Override
        public Step analyze() {
            EncodingPlan plan = EncodingPlan.newBuilder(PlanMapping.toEvent(
                            video.plan(URI.create(task.getRequest().getSource()))))
                    .setWorkMillis(video.predictedTime().toMillis())
                    .build();
            return () -> new TaskOutcome.Analyzed(plan, null);
        }

        @Override
        public Step transcodeVideo(TranscodeVideo work) {
            MediaPlan plan = plan(task);
            return () -> {
                encode(video.timePerChunk(), context);
                return parts.write(task, made(task, plan, work.getChunk()));
            };
        }

        @Override
        public Step transcodeAudio(TranscodeAudio work) {
            throw notSimulated(work);
        }

        @Override
        public Step transcodeText() {
            throw notSimulated(task.getWork());
        }

        @Override
        public Step packageParts(Package work) {
            return () -> parts.packageParts(task, plan(task), work);
        }

        private static IllegalArgumentException notSimulated(Object work) {
            return new IllegalArgumentException("no such work in a simulated plan: " + work);
        }
    }

    private static MediaPlan plan(EncoderTask task) {
        return task.getPlan()
                .map(PlanMapping::fromEvent)
                .orElseThrow(() -> new IllegalArgumentException("task " + task.getTaskId() + " has no plan"));
    }

    private void encode(Duration time, TaskContext context) throws InterruptedException {
        Duration left = time;
        while (!left.isZero()) {
            Duration step = left.compareTo(STEP) < 0 ? left : STEP;
            pause.forTime(step);
            left = left.minus(step);
            context.progress(SEGMENT_MILLIS - SEGMENT_MILLIS * left.toMillis() / time.toMillis());
        }
    }

    private static List<MadeRendition> made(EncoderTask task, MediaPlan plan, int chunk) {
        return plan.requireVideo().rungs().stream()
                .map(rung -> made(task, rung, chunk))
                .toList();
    }

    private static MadeRendition made(EncoderTask task, Rung rung, int chunk) {
        long time = chunk * SEGMENT_UNITS;
        String name = "simulated " + task.getVideoId() + "/" + task.getAttempt() + "/" + rung.id() + "/";
        MadeSegment segment =
                new MadeSegment(time, SEGMENT_UNITS, SimulatedVideo.SEGMENT_FRAMES, name + "segment " + time);
        InitSegment init = new InitSegment(
                TIMESCALE, "avc1.4d401e", rung.shape().width(), rung.shape().height(), 0, 0, 0);
        return new MadeRendition(rung.id(), init, name + "init segment", List.of(segment));
    }

    private static TaskOutcome invalid(String message) {
        FailureCode code = FailureCode.INVALID_REQUEST;
        return new TaskOutcome.Failed(
                Failure.newBuilder()
                        .setStage(code.usualStage())
                        .setCode(code.name())
                        .setRetryable(code.retryable())
                        .setMessage(message)
                        .build(),
                OptionalInt.empty());
    }
}
