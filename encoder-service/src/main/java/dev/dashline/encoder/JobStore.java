package dev.dashline.encoder;

import dev.dashline.encoder.job.JobDecision;
import dev.dashline.encoder.job.JobDetails;
import dev.dashline.events.TaskFailure;
import dev.dashline.events.encoder.EncodingJobDetail;
import dev.dashline.events.encoder.JobProgress;
import dev.dashline.events.encoder.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * The details of all jobs, each in a record of its own: an event writes as much for a video of 10,000 chunks as for one
 * of ten. For the thread of the stream task only.
 */
final class JobStore {

    static final String NAME = "encoding-job-details";

    /** No task has such ids. */
    private static final String PROGRESS = "#";

    private final VideoRecords<EncodingJobDetail> details;

    JobStore(ProcessorContext<?, ?> context) {
        this.details = new VideoRecords<>(context.getStateStore(NAME));
    }

    /** The details of a video's job, as they are when they are asked for. */
    JobDetails of(String videoId) {
        return new Stored(videoId);
    }

    void put(String videoId, JobDecision.Changes changes) {
        changes.tasks().forEach(task -> put(videoId, task.getTaskId(), task));
        changes.progress().ifPresent(progress -> {
            put(videoId, PROGRESS, progress);
            changes.failure().ifPresent(failure -> put(videoId, failureId(progress.getFailures() - 1), failure));
        });
    }

    private void put(String videoId, String id, SpecificRecord detail) {
        details.put(videoId, id, new EncodingJobDetail(detail));
    }

    /** Deletes all details of a video's job. */
    void forget(String videoId) {
        details.deleteAll(videoId);
    }

    /** The last failed tries take turns in some places. */
    private static String failureId(int number) {
        return PROGRESS + number % JobDetails.REMEMBERED_FAILURES;
    }

    private final class Stored implements JobDetails {

        private final String videoId;

        Stored(String videoId) {
            this.videoId = videoId;
        }

        @Override
        public Optional<TaskState> task(String taskId) {
            return find(taskId, TaskState.class);
        }

        @Override
        public List<TaskState> tasks() {
            List<TaskState> tasks = new ArrayList<>();
            details.forEach(videoId, detail -> {
                if (detail.getDetail() instanceof TaskState task) {
                    tasks.add(task);
                }
            });
            return tasks;
        }

        @Override
        public JobProgress progress() {
            return find(PROGRESS, JobProgress.class).orElseGet(() -> new JobProgress(0, 0L, 0));
        }

        @Override
        public List<TaskFailure> failures() {
            int count = progress().getFailures();
            return IntStream.range(Math.max(0, count - REMEMBERED_FAILURES), count)
                    .mapToObj(number -> find(failureId(number), TaskFailure.class))
                    .flatMap(Optional::stream)
                    .toList();
        }

        private <T> Optional<T> find(String id, Class<T> type) {
            return details.find(videoId, id).map(EncodingJobDetail::getDetail).map(type::cast);
        }
    }
}
