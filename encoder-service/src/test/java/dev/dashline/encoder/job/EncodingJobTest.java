package dev.dashline.encoder.job;

import static dev.dashline.encoder.Requests.T0;
import static dev.dashline.encoder.Requests.encoded;
import static dev.dashline.encoder.Requests.failed;
import static dev.dashline.encoder.Requests.part;
import static dev.dashline.encoder.Requests.plan;
import static dev.dashline.encoder.Requests.request;
import static dev.dashline.encoder.Requests.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.EncodingState;
import dev.dashline.events.Failure;
import dev.dashline.events.TaskFailure;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.encoder.Analyzed;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.JobPhase;
import dev.dashline.events.encoder.Package;
import dev.dashline.events.encoder.Packaged;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.events.encoder.TaskAlive;
import dev.dashline.events.encoder.TaskLeft;
import dev.dashline.events.encoder.TaskStatus;
import dev.dashline.events.encoder.TextTrack;
import dev.dashline.events.encoder.TranscodeText;
import dev.dashline.events.encoder.Transcoded;
import dev.dashline.schemas.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EncodingJobTest {

    private static final JobPolicy POLICY = new JobPolicy(
            3, 3, 5, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(20), Duration.ofDays(7));

    private Instant now = T0;
    private Instant listeningSince = T0.minusSeconds(3600);
    private final FakeQueues queues = new FakeQueues();
    private JobDecision last = EncodingJob.begin(request("v", 1), POLICY, now);
    private final EncoderTask analyze = tasks().get(0);

    @Test
    void aRequestIsAnalyzedFirst() {
        assertThat(tasks()).extracting(EncoderTask::getTaskId).containsExactly("analyze");
        assertThat(tasks().get(0).getPlan()).isEmpty();
        assertThat(tasks().get(0).getEpoch()).isEqualTo(1);
    }

    @Test
    void saysOnceThatEncodingStartedWhichAnalyzingIsNot() {
        on(result(analyze, new TaskAlive()));
        assertThat(reports()).isEmpty();
        on(result(analyze, new Analyzed(plan(1, 0))));
        EncoderTask chunk = tasks().get(0);
        on(result(chunk, new TaskAlive()));
        assertThat(reports()).extracting(VideoEncoded::getState).containsExactly(EncodingState.STARTED);
        assertThat(reports().get(0).getEncodingStartedAt()).isEqualTo(T0.plusSeconds(1));
        on(result(chunk, new TaskAlive()));
        assertThat(last.effects()).isEmpty();
    }

    @Test
    void transcodesAudioFirstAndNoMoreThanTheWindowAtATime() {
        analyzed(4, 1);
        assertThat(tasks()).extracting(EncoderTask::getTaskId).containsExactly("audio-0", "video-00000", "video-00001");
        on(result(tasks().get(1), new Transcoded(part(tasks().get(1)))));
        assertThat(tasks()).extracting(EncoderTask::getTaskId).containsExactly("video-00002");
    }

    @Test
    void makesTextBeforeAllElseAndHasItsPartAfterAllOthers() {
        EncodingPlan plan = EncodingPlan.newBuilder(plan(1, 1))
                .setTextTracks(List.of(new TextTrack("t0", 3, null, "en", null)))
                .build();
        on(result(tasks().get(0), new Analyzed(plan)));
        List<EncoderTask> all = tasks();

        assertThat(all).extracting(EncoderTask::getTaskId).containsExactly("text", "audio-0", "video-00000");
        assertThat(all.get(0).getWork()).isInstanceOf(TranscodeText.class);
        all.forEach(task -> on(result(task, new Transcoded(part(task)))));
        Package work = (Package) tasks().get(0).getWork();
        assertThat(work.getParts()).extracting(PartRef::getTaskId).containsExactly("video-00000", "audio-0", "text");
    }

    @Test
    void packagesWhenEveryPartIsThereVideoChunksInOrderThenAudio() {
        packaging();
        Package work = (Package) tasks().get(0).getWork();
        assertThat(work.getParts())
                .extracting(PartRef::getTaskId)
                .containsExactly("video-00000", "video-00001", "audio-0");
    }

    @Test
    void reportsWhatWasPackagedAndForgetsTheTasks() {
        packaging();
        on(result(tasks().get(0), new Packaged(encoded())));
        assertThat(reports()).extracting(VideoEncoded::getState).containsExactly(EncodingState.ENCODED);
        assertThat(reports().get(0).getEncoded()).contains(encoded());
        assertThat(last.state().getPhase()).isEqualTo(JobPhase.ENDED);
        assertThat(last.state().getTasks()).isEmpty();
        assertThat(last.state().getWakeAt()).contains(now.plus(POLICY.memory()));
    }

    @Test
    void aPermanentFailureEndsTheAttemptAtOnceWithItsHistory() {
        on(result(analyze, failed(FailureCode.INVALID_CONTAINER)));
        Failure failure = reports().get(0).getFailure().orElseThrow();
        assertThat(failure.getCode()).isEqualTo("INVALID_CONTAINER");
        assertThat(failure.getHistory()).extracting(TaskFailure::getTaskId).containsExactly("analyze");
        assertThat(failure.getHistory()).extracting(TaskFailure::getWorker).containsExactly("worker-1");
        assertThat(last.state().getPhase()).isEqualTo(JobPhase.ENDED);
    }

    @Test
    void whatAPersonHasToPutRightEndsTheAttemptAtOnceThoughAReplayMaySucceed() {
        on(result(tasks().get(0), failed(FailureCode.BUCKET_NOT_FOUND)));
        Failure failure = reports().get(0).getFailure().orElseThrow();
        assertThat(failure.getCode()).isEqualTo("BUCKET_NOT_FOUND");
        assertThat(failure.getRetryable()).isTrue();
        assertThat(last.state().getPhase()).isEqualTo(JobPhase.ENDED);
    }

    @Test
    void aTransientFailureIsTriedAgainLaterUnderTheNextEpoch() {
        on(result(tasks().get(0), failed(FailureCode.STORE_UNAVAILABLE)));
        assertThat(tasks()).isEmpty();
        wakeBefore();
        assertThat(tasks()).isEmpty();
        wake();
        assertThat(tasks()).extracting(EncoderTask::getEpoch).containsExactly(2);
    }

    @Test
    void waitsLongerBeforeEachFurtherTry() {
        on(result(tasks().get(0), failed(FailureCode.STORE_UNAVAILABLE)));
        Duration first = Duration.between(now, last.state().getWakeAt().orElseThrow());
        wake();
        on(result(tasks().get(0), failed(FailureCode.STORE_UNAVAILABLE)));
        Duration second = Duration.between(now, last.state().getWakeAt().orElseThrow());
        assertThat(first).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_500));
        assertThat(second).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
    }

    @Test
    void givesUpAfterTheThirdTryOfATask() {
        for (int epoch = 1; epoch < 3; epoch++) {
            on(result(tasks().get(0), failed(FailureCode.STORE_UNAVAILABLE)));
            wake();
        }
        on(result(tasks().get(0), failed(FailureCode.STORE_UNAVAILABLE)));
        Failure failure = reports().get(0).getFailure().orElseThrow();
        assertThat(failure.getCode()).isEqualTo("STORE_UNAVAILABLE");
        assertThat(failure.getHistory()).hasSize(3);
    }

    @Test
    void givesUpAfterTooManyFailuresOfDifferentTasks() {
        analyzed(9, 0);
        for (int failures = 1; failures < 5; failures++) {
            on(result(tasks().get(0), failed(FailureCode.ENCODER_FAILED)));
            if (tasks().isEmpty()) {
                wake();
            }
        }
        on(result(tasks().get(0), failed(FailureCode.ENCODER_FAILED)));
        assertThat(reports()).extracting(VideoEncoded::getState).containsExactly(EncodingState.FAILED);
    }

    @Test
    void countsFailuresAlsoWhenAWorkerWasLostBetweenThem() {
        JobPolicy wide =
                new JobPolicy(30, 9, 20, POLICY.firstBackoff(), POLICY.silence(), POLICY.queueing(), POLICY.memory());
        last = EncodingJob.onResult(last.state(), result(analyze, new Analyzed(plan(30, 0))), wide, now);
        List<EncoderTask> chunks = tasks();
        for (EncoderTask chunk : chunks.subList(0, 10)) {
            fail(chunk, wide);
        }
        last = EncodingJob.onResult(last.state(), result(chunks.get(10), new TaskAlive()), wide, now);
        now = now.plus(POLICY.silence());
        last = EncodingJob.onWake(last.state(), queues, listeningSince, wide, now);
        for (EncoderTask chunk : chunks.subList(11, 20)) {
            fail(chunk, wide);
        }
        assertThat(reports()).isEmpty();
        fail(chunks.get(20), wide);
        assertThat(reports()).extracting(VideoEncoded::getState).containsExactly(EncodingState.FAILED);
    }

    private void fail(EncoderTask task, JobPolicy policy) {
        last = EncodingJob.onResult(last.state(), result(task, failed(FailureCode.STORE_UNAVAILABLE)), policy, now);
    }

    @Test
    void reissuesATaskWhoseWorkerFellSilent() {
        on(result(tasks().get(0), new TaskAlive()));
        wake();
        assertThat(now).isEqualTo(T0.plus(POLICY.silence()));
        assertThat(tasks()).isEmpty();
        wake();
        assertThat(tasks()).extracting(EncoderTask::getEpoch).containsExactly(2);
    }

    @Test
    void leavesATaskInItsQueueHoweverLongOthersAreBeforeIt() {
        for (Duration look : List.of(
                Duration.ofSeconds(20), Duration.ofSeconds(40), Duration.ofSeconds(80), Duration.ofSeconds(140))) {
            wake();
            assertThat(Duration.between(T0, now)).isEqualTo(look);
            assertThat(last.effects()).isEmpty();
        }
    }

    @Test
    void issuesATaskAgainThatTheBrokerDroppedFromItsQueue() {
        wake();
        queues.passed = 6;
        wake();
        assertThat(last.state().getHistory()).isEmpty();
        queues.passed = 7;
        wake();
        assertThat(tasks()).isEmpty();
        wake();
        assertThat(tasks()).extracting(EncoderTask::getEpoch).containsExactly(2);
        assertThat(last.state().getHistory()).extracting(TaskFailure::getCode).containsExactly("WORKER_LOST");
    }

    @Test
    void aTaskThatTheBrokerDroppedThreeTimesIsLostButNoPoison() {
        on(begun("host-1/0"));
        wake();
        queues.passed = 7;
        while (reports().isEmpty()) {
            wake();
        }
        Failure failure = reports().get(0).getFailure().orElseThrow();
        assertThat(failure.getCode()).isEqualTo("WORKER_LOST");
        assertThat(failure.getRetryable()).isTrue();
        assertThat(failure.getHistory()).extracting(TaskFailure::getWorker).containsExactly("host-1", "", "");
    }

    @Test
    void noTaskIsMissedInAQueueBeforeWhatItsWorkerSaidCanHaveBeenRead() {
        wake();
        queues.passed = 7;
        listeningSince = last.state().getWakeAt().orElseThrow();
        wake();
        assertThat(last.state().getHistory()).isEmpty();
        assertThat(last.state().getWakeAt()).contains(listeningSince.plus(POLICY.queueing()));
    }

    @Test
    void aWorkerIsNotSilentWhileNobodyListens() {
        on(result(analyze, new TaskAlive()));
        listeningSince = T0.plus(Duration.ofHours(1));
        now = listeningSince;
        last = EncodingJob.onWake(last.state(), queues, listeningSince, POLICY, now);
        assertThat(last.state().getHistory()).isEmpty();
        on(result(analyze, new Analyzed(plan(1, 0))));
        assertThat(tasks()).hasSize(1);
    }

    @Test
    void aWorkerThatStaysSilentAfterAnOutageIsLost() {
        on(result(analyze, new TaskAlive()));
        listeningSince = T0.plus(Duration.ofHours(1));
        now = listeningSince;
        last = EncodingJob.onWake(last.state(), queues, listeningSince, POLICY, now);
        wake();
        assertThat(now).isEqualTo(listeningSince.plus(POLICY.silence()));
        assertThat(last.state().getHistory()).extracting(TaskFailure::getCode).containsExactly("WORKER_LOST");
    }

    @Test
    void losingManyWorkersAtOnceDoesNotFailAVideo() {
        EncodingPlan plan = plan(30, 0);
        JobPolicy wide =
                new JobPolicy(30, 3, 5, POLICY.firstBackoff(), POLICY.silence(), POLICY.queueing(), POLICY.memory());
        last = EncodingJob.onResult(last.state(), result(analyze, new Analyzed(plan)), wide, now);
        for (EncoderTask task : tasks()) {
            last = EncodingJob.onResult(last.state(), result(task, new TaskAlive()), wide, now);
        }
        now = now.plus(POLICY.silence());
        last = EncodingJob.onWake(last.state(), queues, listeningSince, wide, now);
        assertThat(last.state().getPhase()).isEqualTo(JobPhase.TRANSCODING);
        assertThat(last.state().getTasks())
                .filteredOn(task -> task.getStatus() == TaskStatus.BACKOFF)
                .hasSize(30);
    }

    @Test
    void whatAWorkerThatWasGivenUpHasDoneBeforeTheNextTryIsTaken() {
        on(result(analyze, new TaskAlive()));
        wake();
        EncodingJobState waiting = last.state();
        on(result(analyze, new TaskAlive()));
        assertThat(last).isEqualTo(JobDecision.nothing(waiting));
        on(result(analyze, new Analyzed(plan(2, 0))));
        assertThat(tasks()).hasSize(2);
    }

    @Test
    void aTaskThatSilencesWorkerAfterWorkerIsPoison() {
        on(said("host-1/0", tasks().get(0), new TaskAlive()));
        wake();
        wake();
        on(said("host-2/0", tasks().get(0), new TaskAlive()));
        wake();
        wake();
        on(said("host-3/0", tasks().get(0), new TaskAlive()));
        wake();
        Failure failure = reports().get(0).getFailure().orElseThrow();
        assertThat(failure.getCode()).isEqualTo("POISON");
        assertThat(failure.getRetryable()).isFalse();
        assertThat(failure.getHistory()).extracting(TaskFailure::getCode).containsOnly("WORKER_LOST");
    }

    @Test
    void aTaskAtWhichThreeWorkersWereLostIsPoisonThoughTheBrokerHandedItOnAtOnce() {
        for (int host = 1; host <= 3; host++) {
            on(begun("host-" + host + "/0"));
            on(begun("host-" + host + "/0"));
        }
        assertThat(reports()).isEmpty();
        on(begun("host-4/0"));

        Failure failure = reports().get(0).getFailure().orElseThrow();
        assertThat(failure.getCode()).isEqualTo("POISON");
        assertThat(failure.getMessage()).isEqualTo("Task analyze took down, or failed on, host-1, host-2, host-3.");
        assertThat(last.state().getPhase()).isEqualTo(JobPhase.ENDED);
    }

    @Test
    void aWorkerThatLeavesATaskOrIsAtItInAnotherSlotIsNotLostAtIt() {
        for (int host = 1; host <= 9; host++) {
            on(begun("host-" + host + "/0"));
            on(said("host-" + host + "/0", analyze, new TaskLeft()));
        }
        for (int slot = 0; slot < 9; slot++) {
            on(begun("host/" + slot));
        }
        assertThat(last.state().getPhase()).isEqualTo(JobPhase.ANALYZING);
    }

    @Test
    void aTaskThatItsWorkerHasLeftWaitsInItsQueueAndNotForThatWorker() {
        on(begun("host-1/0"));
        on(said("host-1/0", analyze, new TaskLeft()));
        now = T0.plus(POLICY.silence());
        last = EncodingJob.onWake(last.state(), queues, listeningSince, POLICY, now);
        assertThat(last.effects()).isEmpty();
        assertThat(last.state().getHistory()).isEmpty();
    }

    @Test
    void namesTheWorkerThatFellSilent() {
        on(begun("host-1/0"));
        wake();
        assertThat(last.state().getHistory()).extracting(TaskFailure::getWorker).containsExactly("host-1");
    }

    private EncoderTaskResult begun(String worker) {
        return said(worker, analyze, new TaskAlive());
    }

    @Test
    void aTaskThatFailsOnThreeWorkersIsPoison() {
        for (int epoch = 1; epoch < 3; epoch++) {
            on(by("host-" + epoch + "/0", FailureCode.ENCODER_FAILED));
            wake();
        }
        on(by("host-3/0", FailureCode.ENCODER_FAILED));

        Failure failure = reports().get(0).getFailure().orElseThrow();
        assertThat(failure.getCode()).isEqualTo("POISON");
        assertThat(failure.getRetryable()).isFalse();
        assertThat(failure.getHistory())
                .extracting(TaskFailure::getWorker)
                .containsExactly("host-1/0", "host-2/0", "host-3/0");
    }

    @Test
    void aTaskThatTookWorkersDownAndFailsOnAnotherIsPoison() {
        on(begun("host-1/0"));
        on(begun("host-2/0"));
        on(said("host-3/0", analyze, failed(FailureCode.ENCODER_FAILED)));

        assertThat(reports().get(0).getFailure().orElseThrow().getCode()).isEqualTo("POISON");
    }

    @Test
    void aTaskThatFailedOnAWorkerAndTookOthersDownIsPoison() {
        on(by("host-1/0", FailureCode.ENCODER_FAILED));
        wake();
        EncoderTask again = tasks().get(0);
        on(said("host-2/0", again, new TaskAlive()));
        on(said("host-3/0", again, new TaskAlive()));
        on(said("host-1/0", again, new TaskAlive()));
        assertThat(reports()).extracting(VideoEncoded::getState).containsExactly(EncodingState.FAILED);
        assertThat(reports().get(0).getFailure().orElseThrow().getMessage())
                .isEqualTo("Task analyze took down, or failed on, host-2, host-3, host-1.");
    }

    @Test
    void aTaskThatFailsOnOneWorkerOnlyMayBeThatWorkersFault() {
        for (int epoch = 1; epoch < 3; epoch++) {
            on(by("host-1/" + epoch, FailureCode.ENCODER_FAILED));
            wake();
        }
        on(by("host-1/3", FailureCode.ENCODER_FAILED));

        assertThat(reports().get(0).getFailure().orElseThrow().getCode()).isEqualTo("ENCODER_FAILED");
    }

    private EncoderTaskResult by(String worker, FailureCode code) {
        return said(worker, tasks().get(0), failed(code));
    }

    private static EncoderTaskResult said(String worker, EncoderTask task, Object outcome) {
        return EncoderTaskResult.newBuilder(result(task, outcome))
                .setWorker(worker)
                .build();
    }

    @Test
    void dropsTheResultOfAnEarlierTry() {
        EncoderTask firstTry = tasks().get(0);
        on(result(firstTry, failed(FailureCode.STORE_UNAVAILABLE)));
        wake();
        EncodingJobState before = last.state();
        on(result(firstTry, new Analyzed(plan(2, 0))));
        assertThat(last).isEqualTo(JobDecision.nothing(before));
    }

    @Test
    void dropsARepeatedResult() {
        analyzed(4, 0);
        EncoderTask chunk = tasks().get(0);
        on(result(chunk, new Transcoded(part(chunk))));
        EncodingJobState before = last.state();
        on(result(chunk, new Transcoded(part(chunk))));
        assertThat(last).isEqualTo(JobDecision.nothing(before));
    }

    @Test
    void dropsWhatComesAfterTheEndOrBelongsToAnotherAttempt() {
        EncoderTask other = EncoderTask.newBuilder(analyze).setAttempt(2).build();
        EncodingJobState before = last.state();
        on(result(other, new Analyzed(plan(1, 0))));
        assertThat(last).isEqualTo(JobDecision.nothing(before));
        last = EncodingJob.onEnded(before, 2, POLICY, now);
        assertThat(last).isEqualTo(JobDecision.nothing(before));
        last = EncodingJob.onEnded(before, 1, POLICY, now);
        assertThat(last.effects()).isEmpty();
        before = last.state();
        on(result(analyze, new Analyzed(plan(1, 0))));
        assertThat(last).isEqualTo(JobDecision.nothing(before));
    }

    private void analyzed(int chunks, int audioTracks) {
        on(result(tasks().get(0), new Analyzed(plan(chunks, audioTracks))));
    }

    private void packaging() {
        analyzed(2, 1);
        for (EncoderTask task : tasks()) {
            on(result(task, new Transcoded(part(task))));
        }
    }

    private void on(EncoderTaskResult result) {
        last = EncodingJob.onResult(last.state(), result, POLICY, now);
    }

    private void wake() {
        now = last.state().getWakeAt().orElseThrow();
        last = EncodingJob.onWake(last.state(), queues, listeningSince, POLICY, now);
    }

    /** What is in a queue ends at offset 7. */
    private static final class FakeQueues implements TaskQueues {

        private long passed;

        @Override
        public Optional<Instant> answeringSince() {
            return Optional.of(T0);
        }

        @Override
        public Optional<Long> end(String taskId) {
            return Optional.of(7L);
        }

        @Override
        public boolean havePassed(String taskId, long offset) {
            return passed >= offset;
        }
    }

    private void wakeBefore() {
        Instant before = last.state().getWakeAt().orElseThrow().minusMillis(1);
        last = EncodingJob.onWake(last.state(), queues, listeningSince, POLICY, before);
    }

    private List<EncoderTask> tasks() {
        return last.effects().stream()
                .filter(JobEffect.Issue.class::isInstance)
                .map(effect -> ((JobEffect.Issue) effect).task())
                .toList();
    }

    private List<VideoEncoded> reports() {
        return last.effects().stream()
                .filter(JobEffect.Report.class::isInstance)
                .map(effect -> ((JobEffect.Report) effect).event())
                .toList();
    }
}
