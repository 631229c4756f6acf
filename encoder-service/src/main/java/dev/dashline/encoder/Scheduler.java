package dev.dashline.encoder;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.schedule.QueueSummary;
import dev.dashline.encoder.schedule.Release;
import dev.dashline.encoder.schedule.Schedule;
import dev.dashline.encoder.schedule.ScheduleEffect;
import dev.dashline.encoder.schedule.SchedulePolicy;
import dev.dashline.encoder.schedule.TaskTry;
import dev.dashline.encoder.schedule.VideoDemand;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.events.encoder.EncoderQueueEvent;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.QueuedTask;
import dev.dashline.events.encoder.QueuedVideo;
import dev.dashline.events.encoder.TaskReady;
import dev.dashline.events.encoder.TaskSettled;
import dev.dashline.events.encoder.VideoClosed;
import dev.dashline.events.encoder.VideoOpened;
import dev.dashline.runtime.kafka.EventHandlers;
import dev.dashline.runtime.kafka.EventProcessor;
import dev.dashline.runtime.trace.Spans;
import dev.dashline.schemas.Lane;
import dev.dashline.schemas.Topics;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the queue of all encoders in stores, lets {@link Schedule} decide, and forwards what follows: tasks for the
 * workers, lost tasks for the coordinator, and the backlog. {@link Schedule} has the queue in memory and in order. It
 * is made anew from the stores when this task moves to another process.
 */
final class Scheduler extends EventProcessor<SpecificRecord> {

    private static final Logger log = LoggerFactory.getLogger(Scheduler.class);
    private static final Duration REPORT_EVERY = Duration.ofSeconds(1);

    private final SchedulePolicy policy;
    private final Counter losses;
    private final Spans spans;
    private final EventHandlers handlers = new EventHandlers()
            .on(EncoderQueueEvent.class, (key, event) -> changed(event))
            .on(WorkerHeartbeat.class, (key, heartbeat) -> heard(heartbeat));
    private @Nullable QueueStore store;
    private Schedule schedule;
    private Instant reportedAt = Instant.MIN;
    private Optional<QueueSummary> reported = Optional.empty();

    Scheduler(SchedulePolicy policy, Counter losses, Spans spans) {
        this.policy = policy;
        this.losses = losses;
        this.spans = spans;
        this.schedule = new Schedule(policy);
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        schedule = new Schedule(policy);
        store = new QueueStore(context);
        store().forEachVideo((videoId, video) -> schedule.opened(videoId, demand(video)));
        store().forEachTask(task -> schedule.restored(
                QueueStore.tryOf(task),
                task.getReady().getWorkMillis(),
                notAfterNow(task.getReadyAt()),
                task.getReleasedAt().map(at -> new Release(notAfterNow(at), task.getCell()))));
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        if (record.value() != null) { // nobody writes tombstones to these topics
            handlers.handle(record);
        }
    }

    private void heard(WorkerHeartbeat heartbeat) {
        carryOut(schedule.heard(heartbeat, now()));
        report();
    }

    private void changed(EncoderQueueEvent event) {
        Object change = event.getChange();
        String videoId = event.getVideoId();
        if (change instanceof VideoOpened opened) {
            opened(videoId, event.getAttempt(), opened);
        } else if (change instanceof TaskReady ready) {
            ready(videoId, event.getAttempt(), ready);
        } else if (change instanceof TaskSettled settled) {
            TaskTry task = new TaskTry(videoId, event.getAttempt(), settled.getTaskId(), settled.getEpoch());
            if (schedule.isOpen(videoId, event.getAttempt())) {
                store().delete(videoId, settled.getTaskId());
                carryOut(schedule.settled(task, now()));
            }
            settled.getProvenWrong().forEach(wrong -> carryOut(schedule.provenWrong(wrong, now())));
        } else if (change instanceof VideoClosed) {
            if (schedule.isOpen(videoId, event.getAttempt())) {
                store().delete(videoId);
                carryOut(schedule.closed(videoId, event.getAttempt(), now()));
            }
        } else {
            throw new IllegalArgumentException("unknown change of the queue: " + change);
        }
    }

    private void opened(String videoId, int attempt, VideoOpened opened) {
        Optional<QueuedVideo> known = store().video(videoId);
        if (known.filter(video -> video.getAttempt() > attempt).isPresent()) {
            return;
        }
        Optional<QueuedVideo> same = known.filter(video -> video.getAttempt() == attempt);
        if (known.isPresent() && same.isEmpty()) {
            store().deleteTasks(videoId);
        }
        QueuedVideo video = new QueuedVideo(
                attempt,
                opened.getRequest(),
                opened.getPlan().orElse(null),
                same.flatMap(QueuedVideo::getStartedAt).orElse(null));
        store().put(videoId, video);
        schedule.opened(videoId, demand(video));
    }

    private void ready(String videoId, int attempt, TaskReady ready) {
        if (schedule.isOpen(videoId, attempt)) {
            store().put(new QueuedTask(videoId, attempt, ready, now(), null, 1));
            carryOut(schedule.ready(
                    new TaskTry(videoId, attempt, ready.getTaskId(), ready.getEpoch()), ready.getWorkMillis(), now()));
        }
    }

    private void carryOut(List<ScheduleEffect> effects) {
        for (ScheduleEffect effect : effects) {
            if (effect instanceof ScheduleEffect.Release release) {
                release(release);
            } else if (effect instanceof ScheduleEffect.Lost lost) {
                lost(lost);
            } else if (effect instanceof ScheduleEffect.Slow slow) {
                slow(slow);
            } else if (effect instanceof ScheduleEffect.Stop stop) {
                stop(stop);
            } else if (effect instanceof ScheduleEffect.PutAside aside) {
                putAside(aside);
            } else {
                throw new IllegalArgumentException("unknown effect: " + effect);
            }
        }
    }

    private void release(ScheduleEffect.Release release) {
        TaskTry task = release.task();
        QueuedTask queued =
                store().task(task).orElseThrow(() -> new IllegalStateException("not in the store: " + task));
        QueuedVideo video =
                store().video(task.videoId()).orElseThrow(() -> new IllegalStateException("not open: " + task));
        store().put(QueuedTask.newBuilder(queued)
                .setReleasedAt(now())
                .setCell(release.cell())
                .build());
        if (TaskIds.lane(task.taskId()) == Lane.ENCODE && video.getStartedAt().isEmpty()) {
            store().put(
                            task.videoId(),
                            QueuedVideo.newBuilder(video).setStartedAt(now()).build());
        }
        spans.add(QueueSpans.waited(queued, now()));
        forward(task.videoId(), QueueRecords.released(release, schedule.workers(), queued, video, now()));
    }

    private void lost(ScheduleEffect.Lost lost) {
        TaskTry task = lost.task();
        log.atWarn()
                .addKeyValue("videoId", task.videoId())
                .addKeyValue("task", task.taskId())
                .addKeyValue("epoch", task.epoch())
                .addKeyValue("reason", lost.reason())
                .log("task lost");
        losses.increment();
        store().task(task).ifPresent(queued -> spans.add(QueueSpans.lost(queued, lost.reason(), now())));
        store().delete(task.videoId(), task.taskId());
        forward(task.videoId(), QueueRecords.lost(lost, now()));
    }

    private void slow(ScheduleEffect.Slow slow) {
        log.atInfo()
                .addKeyValue("videoId", slow.task().videoId())
                .addKeyValue("task", slow.task().taskId())
                .addKeyValue("epoch", slow.task().epoch())
                .log("task is slow, to be run a second time");
        forward(slow.task().videoId(), QueueRecords.slow(slow, now()));
    }

    private void stop(ScheduleEffect.Stop stop) {
        log.atInfo()
                .addKeyValue("videoId", stop.task().videoId())
                .addKeyValue("task", stop.task().taskId())
                .addKeyValue("epoch", stop.task().epoch())
                .addKeyValue("worker", stop.worker())
                .addKeyValue("reason", stop.reason())
                .log("worker ordered to stop a task");
        forward(stop.worker(), QueueRecords.stop(stop, now()));
    }

    private void putAside(ScheduleEffect.PutAside aside) {
        log.atWarn()
                .addKeyValue("worker", aside.worker())
                .addKeyValue("reason", aside.reason())
                .addKeyValue("until", aside.until())
                .log(aside.until().isAfter(now()) ? "worker put aside" : "worker taken back");
        forward(aside.worker(), QueueRecords.putAside(aside, now()));
    }

    private void report() {
        if (now().isBefore(reportedAt.plus(REPORT_EVERY))) {
            return;
        }
        Optional<QueueSummary> summary = Optional.of(schedule.summary(now()));
        reportedAt = now();
        if (!summary.equals(reported)) {
            reported = summary;
            forward(Topics.ENCODER, QueueRecords.backlog(summary.get(), now()));
        }
    }

    private static VideoDemand demand(QueuedVideo video) {
        return new VideoDemand(
                video.getAttempt(),
                video.getRequest(),
                video.getPlan().map(EncodingPlan::getWorkMillis),
                video.getStartedAt());
    }

    /** The process that had the queue before may have had a clock that was ahead. */
    private Instant notAfterNow(Instant time) {
        return time.isAfter(now()) ? now() : time;
    }

    private QueueStore store() {
        return initialised(store);
    }
}
