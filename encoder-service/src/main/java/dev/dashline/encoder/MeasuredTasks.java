package dev.dashline.encoder;

import dev.dashline.encoder.task.TaskContext;
import dev.dashline.encoder.task.TaskExecutor;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.media.ffmpeg.ProcessorMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures the tasks that another executor does: how long they take, how they end, how much video they get done, what
 * they cost.
 */
final class MeasuredTasks implements TaskExecutor {

    private static final Map<String, String> KINDS = Map.of(
            "Analyze", "analyze",
            "TranscodeVideo", "video",
            "TranscodeAudio", "audio",
            "TranscodeText", "text",
            "Package", "package");

    /** Where a task is a moment, a chunk, or far too long. */
    private static final Duration[] BOUNDS = {
        Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(20),
        Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30)
    };

    private final TaskExecutor executor;
    private final Costs costs;
    private final MeterRegistry meters;

    MeasuredTasks(TaskExecutor executor, Costs costs, MeterRegistry meters) {
        this.executor = executor;
        this.costs = costs;
        this.meters = meters;
        KINDS.values().forEach(kind -> {
            timer(kind, "done"); // so that there is something to see before the first task
            media(kind);
            repeats(kind);
        });
    }

    @Override
    public TaskOutcome execute(EncoderTask task, TaskContext context) throws InterruptedException {
        String kind = KINDS.getOrDefault(task.getWork().getClass().getSimpleName(), "other");
        if (task.getEpoch() > 1) {
            repeats(kind).increment();
        }
        Heard heard = new Heard(context);
        Timer.Sample sample = Timer.start(meters);
        String outcome = "left"; // cancelled, or it threw
        ProcessorMeter processors = ProcessorMeter.open();
        try (processors) {
            TaskOutcome ended = executor.execute(task, heard);
            outcome = ended.asFailed().map(failed -> failed.failure().getCode()).orElse("done");
            return ended;
        } finally {
            sample.stop(timer(kind, outcome));
            media(kind).increment(heard.doneMillis.get() / 1_000.0);
            costs.add(task.getRequest(), processors.total(), heard.stored.get());
        }
    }

    /** Remembers what a task says, and says it on. */
    private record Heard(TaskContext context, AtomicLong doneMillis, AtomicLong stored) implements TaskContext {

        Heard(TaskContext context) {
            this(context, new AtomicLong(), new AtomicLong());
        }

        @Override
        public void progress(long millis) {
            doneMillis.accumulateAndGet(millis, Math::max);
            context.progress(millis);
        }

        @Override
        public void encoded() {
            context.encoded();
        }

        @Override
        public void stored(long bytes) {
            stored.addAndGet(bytes);
            context.stored(bytes);
        }
    }

    private Timer timer(String kind, String outcome) {
        return Timer.builder("dashline.encoder.tasks")
                .description("Time that tasks took, by kind and by how they ended: done, left, or a failure code")
                .tag("kind", kind)
                .tag("outcome", outcome)
                .serviceLevelObjectives(BOUNDS)
                .register(meters);
    }

    private Counter media(String kind) {
        return Counter.builder("dashline.encoder.media.seconds")
                .description("Seconds of video or sound that tasks got through")
                .tag("kind", kind)
                .register(meters);
    }

    private Counter repeats(String kind) {
        return Counter.builder("dashline.encoder.repeats")
                .description("Tasks that began once more, after a failure, a loss, or beside a slow run")
                .tag("kind", kind)
                .register(meters);
    }
}
