package dev.dashline.encoder.job;

import static dev.dashline.encoder.Requests.T0;
import static dev.dashline.encoder.Requests.encoded;
import static dev.dashline.encoder.Requests.failed;
import static dev.dashline.encoder.Requests.part;
import static dev.dashline.encoder.Requests.plan;
import static dev.dashline.encoder.Requests.request;
import static dev.dashline.encoder.Requests.result;
import static dev.dashline.encoder.Requests.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.dashline.events.EncodingState;
import dev.dashline.events.Failure;
import dev.dashline.events.SourceNote;
import dev.dashline.events.SourceReport;
import dev.dashline.events.TaskFailure;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.encoder.Analyzed;
import dev.dashline.events.encoder.AudioTrack;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.JobPhase;
import dev.dashline.events.encoder.Package;
import dev.dashline.events.encoder.Packaged;
import dev.dashline.events.encoder.ProvenWrong;
import dev.dashline.events.encoder.SoundCut;
import dev.dashline.events.encoder.TaskBegun;
import dev.dashline.events.encoder.TaskLeft;
import dev.dashline.events.encoder.TaskLost;
import dev.dashline.events.encoder.TaskReady;
import dev.dashline.events.encoder.TaskSettled;
import dev.dashline.events.encoder.TaskSlow;
import dev.dashline.events.encoder.TaskStatus;
import dev.dashline.events.encoder.TextTrack;
import dev.dashline.events.encoder.TranscodeAudio;
import dev.dashline.events.encoder.TranscodeText;
import dev.dashline.events.encoder.Transcoded;
import dev.dashline.events.encoder.VideoClosed;
import dev.dashline.events.encoder.VideoOpened;
import dev.dashline.schemas.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingJobTest {

    private static final JobPolicy POLICY = new JobPolicy(
            3,
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofMillis(500),
            Duration.ofHours(1),
            Duration.ofDays(7));

    private final RememberedDetails details = new RememberedDetails();
    private Instant now = T0;
    private JobDecision last = EncodingJob.begin(request("v", 1), POLICY, now);
    private final EncoderTask analyze = tasks().get(0);

    @Test
    void aRequestIsAnalyzedFirst() {
        assertThat(tasks()).extracting(EncoderTask::getTaskId).containsExactly("analyze");
        assertThat(changes().get(0)).isEqualTo(new VideoOpened(request("v", 1), null));
        assertThat(tasks().get(0).getEpoch()).isEqualTo(1);
    }

    @Test
    void saysOnceThatEncodingStartedWhichAnalyzingIsNot() {
        on(result(analyze, new TaskBegun()));
        assertThat(reports()).isEmpty();
        on(result(analyze, new Analyzed(plan(1, 0), null)));
        EncoderTask chunk = tasks().get(0);
        on(result(chunk, new TaskBegun()));
        assertThat(reports()).extracting(VideoEncoded::getState).containsExactly(EncodingState.STARTED);
        assertThat(reports().get(0).getEncodingStartedAt()).isEqualTo(T0.plusSeconds(1));
        on(result(chunk, new TaskBegun()));
        assertThat(last.effects()).isEmpty();
    }

    @Test
    void putsAllPartsIntoTheQueueAtOnceWithThePlanBeforeThem() {
        analyzed(4, 1);
        assertThat(changes().get(1)).isEqualTo(new VideoOpened(request("v", 1), plan(4, 1)));
        assertThat(tasks())
                .extracting(EncoderTask::getTaskId)
                .containsExactly("audio-0-00000", "video-00000", "video-00001", "video-00002", "video-00003");
        on(result(tasks().get(1), new Transcoded(part(tasks().get(1)))));
        assertThat(changes()).containsExactly(new TaskSettled("video-00000", 1, List.of()));
    }

    @Test
    void tellsTheSchedulerHowLongTasksWillTake() {
        EncodingPlan plan = EncodingPlan.newBuilder(plan(4, 1))
                .setWorkMillis(8_000)
                .setTextTracks(List.of(new TextTrack("t0", 3, null, null, "en", null, List.of())))
                .build();
        on(result(analyze, new Analyzed(plan, null)));
        assertThat(ready())
                .extracting(TaskReady::getWorkMillis)
                .containsExactly(500L, 160L, 1_960L, 1_960L, 1_960L, 1_960L);
    }

    @Test
    void encodesALongTrackOfSoundInChunks() {
        on(result(analyze, new Analyzed(withLongSound(), null)));
        List<EncoderTask> all = tasks();

        assertThat(ready())
                .extracting(TaskReady::getTaskId, TaskReady::getWorkMillis)
                .containsExactly(
                        tuple("audio-0-00000", 160L),
                        tuple("audio-1-00000", 80L),
                        tuple("audio-1-00001", 80L),
                        tuple("video-00000", 7_680L));
        assertThat(all.get(2).getWork()).isEqualTo(new TranscodeAudio(1, 1));
        all.forEach(task -> on(result(task, new Transcoded(part(task)))));
        assertThat(tasks().get(0).getWork())
                .isEqualTo(packaging("video-00000", "audio-0-00000", "audio-1-00000", "audio-1-00001"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"audio-2-00000", "audio-1-00002", "audio-0-00001", "audio-1-0", "audio-1", "audio--1-00000"})
    void knowsNoTaskThatIsNotInThePlan(String taskId) {
        assertThat(TaskIds.isOfPart(taskId, withLongSound())).isFalse();
        assertThat(TaskIds.isOfPart("audio-1-00001", withLongSound())).isTrue();
    }

    /** One chunk of pictures, a short track of sound, and one in two chunks. */
    private static EncodingPlan withLongSound() {
        List<AudioTrack> tracks = plan(1, 2).getAudioTracks();
        AudioTrack second = AudioTrack.newBuilder(tracks.get(1))
                .setCut(new SoundCut(282, 2, 48_000, 1_024, 0, 2))
                .build();
        return EncodingPlan.newBuilder(plan(1, 2))
                .setAudioTracks(List.of(tracks.get(0), second))
                .setWorkMillis(8_000)
                .build();
    }

    @Test
    void makesTextBeforeAllElseAndHasItsPartAfterAllOthers() {
        EncodingPlan plan = EncodingPlan.newBuilder(plan(1, 1))
                .setTextTracks(List.of(new TextTrack("t0", 3, null, null, "en", null, List.of())))
                .build();
        on(result(tasks().get(0), new Analyzed(plan, null)));
        List<EncoderTask> all = tasks();

        assertThat(all).extracting(EncoderTask::getTaskId).containsExactly("text", "audio-0-00000", "video-00000");
        assertThat(all.get(0).getWork()).isInstanceOf(TranscodeText.class);
        all.forEach(task -> on(result(task, new Transcoded(part(task)))));
        assertThat(tasks().get(0).getWork()).isEqualTo(packaging("video-00000", "audio-0-00000", "text"));
        assertThat(TaskIds.ofParts(plan)).containsExactly("video-00000", "audio-0-00000", "text");
    }

    @Test
    void packagesWhenEveryPartIsThereVideoChunksInOrderThenAudio() {
        packaging();
        assertThat(tasks().get(0).getWork()).isEqualTo(packaging("video-00000", "video-00001", "audio-0-00000"));
        assertThat(TaskIds.ofParts(plan(2, 1))).containsExactly("video-00000", "video-00001", "audio-0-00000");
    }

    @Test
    void eachReportSaysWhatIsKnownOfTheSource() {
        SourceNote rate = new SourceNote("RATE_VARIES", 0, "The pictures come at no rate.");
        SourceNote damage = new SourceNote("DAMAGE_CONCEALED", 0, "Damage was concealed.");
        SourceReport report = SourceReport.newBuilder()
                .setContainer("mpegts")
                .setNotes(List.of(rate))
                .build();
        on(result(analyze, new Analyzed(plan(1, 0), report)));
        EncoderTask chunk = tasks().get(0);
        on(result(chunk, new TaskBegun()));
        assertThat(reports().get(0).getReport()).contains(report);

        on(result(chunk, new Transcoded(part(chunk))));
        on(result(tasks().get(0), new Packaged(encoded(), List.of(damage))));

        assertThat(reports().get(0).getReport().orElseThrow().getNotes()).containsExactly(rate, damage);
        assertThat(last.state().getReport()).isEmpty();
    }

    @Test
    void aFailureSaysWhatIsKnownOfTheSource() {
        SourceReport report = SourceReport.newBuilder().setContainer("mpegts").build();
        on(result(analyze, new Analyzed(plan(1, 0), report)));
        on(result(tasks().get(0), failed(FailureCode.CORRUPT_MEDIA)));

        assertThat(reports()).last().satisfies(end -> {
            assertThat(end.getState()).isEqualTo(EncodingState.FAILED);
            assertThat(end.getReport()).contains(report);
        });
    }

    @Test
    void reportsWhatWasPackagedAndForgetsTheTasks() {
        packaging();
        on(result(tasks().get(0), new Packaged(encoded(), List.of())));
        assertThat(reports()).extracting(VideoEncoded::getState).containsExactly(EncodingState.ENCODED);
        assertThat(reports().get(0).getEncoded()).contains(encoded());
        assertThat(last.state().getPhase()).isEqualTo(JobPhase.ENDED);
        assertThat(details.tasks()).isEmpty();
        assertThat(changes()).containsExactly(new VideoClosed());
        assertThat(last.state().getForgetAt()).contains(now.plus(POLICY.memory()));
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
    void asksAnotherProcessBeforeItBelievesWhatMayLieWithAMachine() {
        on(by("host-1/0", FailureCode.SOURCE_NOT_FOUND));
        assertThat(reports()).isEmpty();
        wake();
        assertThat(now).isEqualTo(T0.plusMillis(500));
        assertThat(ready()).extracting(TaskReady::getAvoid).containsExactly(List.of("host-1"));
        on(by("host-2/0", FailureCode.SOURCE_NOT_FOUND));
        assertThat(reports().get(0).getFailure().orElseThrow().getCode()).isEqualTo("SOURCE_NOT_FOUND");
    }

    @Test
    void believesAProcessThatIsAloneWhenItHasSaidItThreeTimes() {
        for (int word = 1; word < 3; word++) {
            on(by("host-1/0", FailureCode.SOURCE_NOT_FOUND));
            assertThat(reports()).isEmpty();
            wake();
        }
        on(by("host-1/1", FailureCode.SOURCE_NOT_FOUND));
        assertThat(reports().get(0).getFailure().orElseThrow().getCode()).isEqualTo("SOURCE_NOT_FOUND");
        assertThat(Duration.between(T0, now)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void oneProcessThatDoesNotSeeTheSourceIsNoFaultOfTheRequest() {
        on(by("host-1/0", FailureCode.SOURCE_NOT_FOUND));
        wake();
        EncoderTask again = tasks().get(0);
        on(said("host-1/0", again, new TaskLeft()));
        assertThat(tasks()).isEmpty();
        wake();
        assertThat(now).isEqualTo(T0.plusSeconds(1));
        on(said("host-2/0", tasks().get(0), new Analyzed(plan(1, 0), null)));
        assertThat(tasks()).hasSize(1);
    }

    @Test
    void aTransientFailureIsTriedAgainLaterUnderTheNextEpoch() {
        on(result(tasks().get(0), failed(FailureCode.STORE_UNAVAILABLE)));
        assertThat(changes()).containsExactly(new TaskSettled("analyze", 1, List.of()));
        wakeBefore();
        assertThat(tasks()).isEmpty();
        wake();
        assertThat(tasks()).extracting(EncoderTask::getEpoch).containsExactly(2);
    }

    @Test
    void waitsLongerBeforeEachFurtherTry() {
        on(result(tasks().get(0), failed(FailureCode.STORE_UNAVAILABLE)));
        Duration first = Duration.between(now, nextWake());
        wake();
        on(result(tasks().get(0), failed(FailureCode.STORE_UNAVAILABLE)));
        Duration second = Duration.between(now, nextWake());
        assertThat(first).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_500));
        assertThat(second).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
    }

    @Test
    void givesUpAfterTheThirdTryOfATask() {
        for (int epoch = 1; epoch < 3; epoch++) {
            on(result(tasks().get(0), failed(FailureCode.OUTPUT_INVALID)));
            wake();
        }
        on(result(tasks().get(0), failed(FailureCode.OUTPUT_INVALID)));
        Failure failure = reports().get(0).getFailure().orElseThrow();
        assertThat(failure.getCode()).isEqualTo("OUTPUT_INVALID");
        assertThat(failure.getHistory()).hasSize(3);
    }

    @Test
    void countsTheTriesOfEachTaskForItself() {
        analyzed(9, 0);
        for (EncoderTask task : tasks()) {
            on(result(task, failed(FailureCode.OUTPUT_INVALID)));
        }
        assertThat(details.tasks()).hasSize(10);
        assertThat(details.tasks())
                .filteredOn(task -> task.getStatus() == TaskStatus.BACKOFF)
                .hasSize(9);
    }

    @Test
    void waitsForAStoreThatIsAwayAndLosesNoTriesByIt() {
        while (now.isBefore(T0.plus(Duration.ofMinutes(55)))) {
            on(result(tasks().get(0), failed(FailureCode.STORE_UNAVAILABLE)));
            Instant next = nextWake();
            assertThat(Duration.between(now, next)).isLessThanOrEqualTo(Duration.ofSeconds(45));
            wake();
        }
        for (int failures = 1; failures < 3; failures++) {
            on(result(tasks().get(0), failed(FailureCode.OUTPUT_INVALID)));
            wake();
        }
        on(result(tasks().get(0), new Analyzed(plan(1, 0), null)));
        assertThat(tasks()).hasSize(1);
    }

    @Test
    void givesUpWhenAStoreDoesNotComeBack() {
        while (reports().isEmpty()) {
            on(result(tasks().get(0), failed(FailureCode.STORE_UNAVAILABLE)));
            if (reports().isEmpty()) {
                wake();
            }
        }
        assertThat(Duration.between(T0, now)).isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
        assertThat(reports().get(0).getFailure().orElseThrow().getCode()).isEqualTo("STORE_UNAVAILABLE");
    }

    @Test
    void triesATaskAgainAtOnceWhoseWorkerWasLost() {
        on(begun("host-1/0"));
        on(lost(analyze));
        assertThat(tasks()).extracting(EncoderTask::getEpoch).containsExactly(2);
        assertThat(details.failures()).extracting(TaskFailure::getCode).containsExactly("WORKER_LOST");
        assertThat(details.failures()).extracting(TaskFailure::getWorker).containsExactly("host-1");
    }

    @Test
    void putsATaskBackIntoTheQueueThatWasLostBeforeAnyWorkerBeganIt() {
        for (int times = 0; times < 10; times++) {
            on(lost(tasks().get(0)));
            assertThat(tasks()).extracting(EncoderTask::getEpoch).containsExactly(1);
        }
        assertThat(details.failures()).isEmpty();
    }

    @Test
    void aLostTaskIsNoStartOfTheEncoding() {
        analyzed(1, 0);
        on(lost(tasks().get(0)));
        assertThat(reports()).isEmpty();
    }

    @Test
    void aSlowTaskIsTriedOnceMoreBesideTheFirstTryAndAvoidsItsWorker() {
        EncoderTask chunk = slowChunk();
        EncoderTask copy = tasks().get(0);
        assertThat(copy.getEpoch()).isEqualTo(2);
        assertThat(ready().get(0).getAvoid()).containsExactly("host-1");

        on(said("host-2/0", copy, new TaskBegun()));
        on(said("", copy, new TaskSlow()));

        assertThat(tasks()).isEmpty();
        assertThat(chunk.getEpoch()).isEqualTo(1);
    }

    @Test
    void theFirstOfTwoTriesThatIsDoneCounts() {
        EncoderTask chunk = slowChunk();
        EncoderTask copy = tasks().get(0);
        on(said("host-2/0", copy, new TaskBegun()));

        on(said("host-1/0", chunk, new Transcoded(part(chunk))));
        assertThat(changes()).contains(new TaskSettled(chunk.getTaskId(), 1, List.of()));
        assertThat(tasks()).extracting(EncoderTask::getTaskId).containsExactly("package");
        on(said("host-2/0", copy, new Transcoded(part(copy))));

        assertThat(last.effects()).isEmpty();
    }

    @Test
    void theFailureOfASlowTryHarmsNothingWhileTheOtherOneRuns() {
        EncoderTask chunk = slowChunk();

        on(said("host-1/0", chunk, failed(FailureCode.ENCODER_FAILED)));

        assertThat(last.effects()).isEmpty();
        assertThat(details.failures()).isEmpty();
    }

    @Test
    void theResultOfASlowTryCountsThoughTheOtherOneHasFailed() {
        EncoderTask chunk = slowChunk();
        EncoderTask copy = tasks().get(0);
        on(said("host-2/0", copy, failed(FailureCode.ENCODER_FAILED)));
        wake();
        assertThat(tasks()).extracting(EncoderTask::getEpoch).containsExactly(3);

        on(said("host-1/0", chunk, new Transcoded(part(chunk))));

        assertThat(tasks()).extracting(EncoderTask::getTaskId).containsExactly("package");
    }

    /** The slow worker lives: it is no victim of the task. */
    @Test
    void aSlowWorkerDoesNotMakeATaskPoison() {
        slowChunk();
        for (int host = 2; host <= 3; host++) {
            EncoderTask next = tasks().get(0);
            on(said("host-" + host + "/0", next, new TaskBegun()));
            assertThat(reports()).isEmpty();
            on(lost(next));
        }
        assertThat(tasks()).extracting(EncoderTask::getEpoch).containsExactly(4);
    }

    /** The only chunk of a video, which host-1 began and is slow at. */
    private EncoderTask slowChunk() {
        analyzed(1, 0);
        EncoderTask chunk = tasks().get(0);
        on(said("host-1/0", chunk, new TaskBegun()));
        on(said("", chunk, new TaskSlow()));
        return chunk;
    }

    @Test
    void losingManyWorkersAtOnceDoesNotFailAVideo() {
        analyzed(30, 0);
        List<EncoderTask> all = tasks();
        for (EncoderTask task : all) {
            on(result(task, new TaskBegun()));
            on(lost(task));
            assertThat(tasks()).extracting(EncoderTask::getEpoch).containsExactly(2);
        }
        assertThat(last.state().getPhase()).isEqualTo(JobPhase.TRANSCODING);
    }

    @Test
    void takesAResultThatComesWhileTheTaskWaitsForItsNextTry() {
        on(result(analyze, failed(FailureCode.STORE_UNAVAILABLE)));
        EncodingJobState waiting = last.state();
        on(result(analyze, new TaskBegun()));
        assertThat(last).isEqualTo(JobDecision.nothing(waiting));
        on(result(analyze, new Analyzed(plan(2, 0), null)));
        assertThat(tasks()).hasSize(2);
    }

    @Test
    void aTaskThatTakesDownWorkerAfterWorkerIsPoison() {
        for (int host = 1; host <= 3; host++) {
            EncoderTask task = tasks().get(0);
            on(said("host-" + host + "/0", task, new TaskBegun()));
            on(lost(task));
        }
        Failure failure = reports().get(0).getFailure().orElseThrow();
        assertThat(failure.getCode()).isEqualTo("POISON");
        assertThat(failure.getRetryable()).isFalse();
        assertThat(failure.getHistory()).extracting(TaskFailure::getCode).containsOnly("WORKER_LOST");
    }

    /** A fleet that is slow to say what it runs gets tasks a second time. */
    @Test
    void aTaskThatWorkersBeginAndNobodyNamesComesAgainAndIsNoPoison() {
        for (int host = 1; host <= 9; host++) {
            on(begun("host-" + host + "/0"));
            on(said("", analyze, new TaskLost("for a test", false)));
            assertThat(tasks()).extracting(EncoderTask::getEpoch).containsExactly(1);
        }
        assertThat(details.failures()).isEmpty();

        on(said("host-2/0", analyze, new Analyzed(plan(1, 0), null)));
        assertThat(last.state().getPhase()).isEqualTo(JobPhase.TRANSCODING);
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
    void saysWhoWasProvenWrongOnceAnotherProcessHasDoneTheTask() {
        on(by("host-1/0", FailureCode.SOURCE_NOT_FOUND));
        wake();
        on(said("host-2/1", tasks().get(0), new Analyzed(plan(1, 0), null)));
        assertThat(changes().get(0))
                .isEqualTo(new TaskSettled("analyze", 2, List.of(new ProvenWrong("host-1", "SOURCE_NOT_FOUND", T0))));
    }

    @Test
    void putsATaskThatItsWorkerHasLeftBackIntoTheQueue() {
        on(begun("host-1/0"));
        on(said("host-1/0", analyze, new TaskLeft()));
        assertThat(changes().get(0)).isEqualTo(new TaskSettled("analyze", 1, List.of()));
        assertThat(tasks()).extracting(EncoderTask::getEpoch).containsExactly(1);
        assertThat(details.failures()).isEmpty();
    }

    private EncoderTaskResult lost(EncoderTask task) {
        return said("", task, new TaskLost("for a test", true));
    }

    private EncoderTaskResult begun(String worker) {
        return said(worker, analyze, new TaskBegun());
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
        for (int host = 1; host <= 2; host++) {
            EncoderTask task = tasks().get(0);
            on(said("host-" + host + "/0", task, new TaskBegun()));
            on(lost(task));
        }
        on(said("host-3/0", tasks().get(0), failed(FailureCode.ENCODER_FAILED)));

        assertThat(reports().get(0).getFailure().orElseThrow().getCode()).isEqualTo("POISON");
    }

    @Test
    void aTaskThatFailedOnAWorkerAndTookOthersDownIsPoison() {
        on(by("host-1/0", FailureCode.ENCODER_FAILED));
        wake();
        for (int host = 2; host <= 3; host++) {
            EncoderTask again = tasks().get(0);
            on(said("host-" + host + "/0", again, new TaskBegun()));
            on(lost(again));
        }
        assertThat(reports().get(0).getFailure().orElseThrow().getCode()).isEqualTo("POISON");
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
        on(result(firstTry, new Analyzed(plan(2, 0), null)));
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
        on(result(other, new Analyzed(plan(1, 0), null)));
        assertThat(last).isEqualTo(JobDecision.nothing(before));
        last = EncodingJob.onEnded(before, details, 2, POLICY, now);
        assertThat(last).isEqualTo(JobDecision.nothing(before));
        last = EncodingJob.onEnded(before, details, 1, POLICY, now);
        assertThat(changes()).containsExactly(new VideoClosed());
        before = last.state();
        on(result(analyze, new Analyzed(plan(1, 0), null)));
        assertThat(last).isEqualTo(JobDecision.nothing(before));
    }

    @Test
    void theTimelineOfAnAttemptTellsOfEveryRun() {
        analyzed(4, 0);
        List<EncoderTask> chunks = tasks();
        EncoderTask done = chunks.get(0);
        on(at(10, "a/0", done, new TaskBegun()));
        on(at(14, "a/0", done, new TaskLeft()));
        on(at(15, "b/1", done, new TaskBegun()));
        on(at(20, "b/1", done, new Transcoded(part(done))));
        EncoderTask lost = chunks.get(1);
        on(at(11, "a/1", lost, new TaskBegun()));
        on(at(16, "", lost, new TaskLost("It fell silent.", true)));
        EncoderTask slow = chunks.get(2);
        on(at(12, "c/0", slow, new TaskBegun()));
        on(at(40, "", slow, new TaskSlow()));
        EncoderTask copy = tasks().get(0);
        on(at(41, "b/0", copy, new TaskBegun()));
        on(at(45, "b/0", copy, new Transcoded(part(copy))));
        EncoderTask stopped = chunks.get(3);
        on(at(50, "c/1", stopped, new TaskBegun()));
        now = T0.plusSeconds(60);
        last = EncodingJob.onEnded(last.state(), details, 1, POLICY, now);

        assertThat(runs())
                .containsExactly(
                        "video-00000#1 left at a, 10 to 14",
                        "video-00001#1 lost at a, 11 to 16, WORKER_LOST: It fell silent.",
                        "video-00002#1 overtaken at c, 12 to 45",
                        "video-00000#1 done at b, 15 to 20",
                        "video-00002#2 done at b, 41 to 45",
                        "video-00003#1 stopped at c, 50 to 60");
        assertThat(last.timeline().orElseThrow().runs().get(0).issuedAt()).isEqualTo(T0.plusSeconds(9));
    }

    @Test
    void theTimelineEndsWithTheRunThatEndedTheAttempt() {
        on(at(1, "a/0", analyze, new TaskBegun()));
        on(at(2, "a/0", analyze, failed(FailureCode.INVALID_CONTAINER)));
        assertThat(runs()).singleElement().asString().startsWith("analyze#1 failed at a, 1 to 2, INVALID_CONTAINER: ");
        assertThat(reports().get(0).getFailure().orElseThrow().getHistory())
                .extracting(TaskFailure::getIssuedAt, TaskFailure::getStartedAt)
                .containsExactly(tuple(T0, T0.plusSeconds(1)));
    }

    @Test
    void theTimelineOfAVideoThatWasPackagedHasItsPackaging() {
        packaging();
        EncoderTask packaging = tasks().get(0);
        on(at(30, "a/short-0", packaging, new TaskBegun()));
        on(at(31, "a/short-0", packaging, new Packaged(encoded(), List.of())));
        assertThat(runs()).containsExactly("package#1 done at a, 30 to 31");
    }

    @Test
    void aTaskThatIsGivenBackAgainAndAgainKeepsItsLastRuns() {
        for (int second = 1; second <= 2 * TaskRuns.MOST; second++) {
            on(at(second, "a/0", analyze, new TaskBegun()));
            on(at(second, "a/0", analyze, new TaskLeft()));
        }
        on(at(99, "b/0", analyze, failed(FailureCode.INVALID_CONTAINER)));
        assertThat(runs()).hasSize(TaskRuns.MOST);
        assertThat(runs()).last().asString().contains(2 * TaskRuns.MOST + " to ");
    }

    /** What a worker says then of a task that came into the queue a second before. */
    private static EncoderTaskResult at(int second, String worker, EncoderTask task, Object outcome) {
        return EncoderTaskResult.newBuilder(said(worker, task, outcome))
                .setAt(T0.plusSeconds(second))
                .setIssuedAt(T0.plusSeconds(second - 1))
                .build();
    }

    private List<String> runs() {
        return last.timeline().orElseThrow().runs().stream()
                .map(run -> run.task() + '#' + run.epoch() + ' ' + run.state() + " at " + run.worker() + ", "
                        + Duration.between(T0, run.startedAt()).toSeconds() + " to "
                        + Duration.between(T0, run.endedAt()).toSeconds()
                        + run.code().map(code -> ", " + code).orElse("")
                        + run.message().map(message -> ": " + message).orElse(""))
                .toList();
    }

    private void analyzed(int chunks, int audioTracks) {
        on(result(tasks().get(0), new Analyzed(plan(chunks, audioTracks), null)));
    }

    private void packaging() {
        analyzed(2, 1);
        for (EncoderTask task : tasks()) {
            on(result(task, new Transcoded(part(task))));
        }
    }

    /** The work of joining the parts of these tasks. */
    private static Package packaging(String... taskIds) {
        PartsSum sum = PartsSum.NONE;
        for (String taskId : taskIds) {
            sum = sum.plus(taskId, "0a1b2c3d");
        }
        return sum.packaging();
    }

    private void on(EncoderTaskResult result) {
        last = EncodingJob.onResult(last.state(), details, result, POLICY, now);
        details.store(last);
    }

    private Instant nextWake() {
        return RememberedDetails.wakeAt(details.nextToWake());
    }

    private void wake() {
        now = nextWake();
        wakeAt(now);
    }

    private void wakeBefore() {
        wakeAt(nextWake().minusMillis(1));
    }

    private void wakeAt(Instant at) {
        String taskId = details.nextToWake().getTaskId();
        last = EncodingJob.onWake(last.state(), details, taskId, POLICY, at);
        details.store(last);
    }

    /** The tasks that were put into the queue. */
    private List<EncoderTask> tasks() {
        return ready().stream().map(ready -> task("v", 1, ready)).toList();
    }

    private List<TaskReady> ready() {
        return changes().stream()
                .filter(TaskReady.class::isInstance)
                .map(TaskReady.class::cast)
                .toList();
    }

    /** What the scheduler was told. */
    private List<Object> changes() {
        return last.effects().stream()
                .filter(JobEffect.Queue.class::isInstance)
                .map(effect -> ((JobEffect.Queue) effect).event().getChange())
                .toList();
    }

    private List<VideoEncoded> reports() {
        return last.effects().stream()
                .filter(JobEffect.Report.class::isInstance)
                .map(effect -> ((JobEffect.Report) effect).event())
                .toList();
    }
}
