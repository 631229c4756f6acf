package dev.dashline.publisher.publication;

import static dev.dashline.publisher.Videos.GRACE;
import static dev.dashline.publisher.Videos.POLICY;
import static dev.dashline.publisher.Videos.T0;
import static dev.dashline.publisher.Videos.at;
import static dev.dashline.publisher.Videos.done;
import static dev.dashline.publisher.Videos.encoded;
import static dev.dashline.publisher.Videos.failed;
import static dev.dashline.publisher.Videos.refused;
import static dev.dashline.publisher.Videos.request;
import static dev.dashline.publisher.Videos.started;
import static dev.dashline.publisher.Videos.withdrawn;
import static dev.dashline.publisher.Videos.within;
import static dev.dashline.publisher.Videos.withinOfEncoding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.RequestAction;
import dev.dashline.events.SourceReport;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.publisher.PublicationPhase;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.events.publisher.PublicationState;
import dev.dashline.schemas.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublicationTest {

    private final List<String> did = new ArrayList<>();
    private final List<PublicationEffect> effects = new ArrayList<>();
    private Optional<PublicationState> state = Optional.empty();
    private Instant now = T0;

    @Test
    void publishesWhatWasEncodedAndSaysHowMuchTimeWasLeft() {
        requested(within("v", 1, 10_000));
        encoder(started("v", 1, at(100)));
        encoder(encoded("v", 1, at(100)));
        publisher(done("v", 1, at(4_000)));

        assertThat(did).containsExactly("publish 1", "published 1");
        assertThat(effects.get(1)).isInstanceOfSatisfying(PublicationEffect.AnnouncePublished.class, announced -> {
            assertThat(announced.event().getDeadline()).contains(at(10_000));
            assertThat(announced.event().getMarginMillis()).contains(6_000L);
            assertThat(announced.event().getManifest()).isEqualTo("https://videos.example/v/manifest.mpd");
            assertThat(announced.event().getEncodingStartedAt()).isEqualTo(at(100));
        });
    }

    @Test
    void saysWhatTheEncoderUnderstoodOfTheSource() {
        SourceReport early = SourceReport.newBuilder().setContainer("mpegts").build();
        SourceReport whole = SourceReport.newBuilder(early).setCaptions(true).build();
        requested(within("v", 1, 10_000));
        encoder(VideoEncoded.newBuilder(started("v", 1, at(100)))
                .setReport(early)
                .build());
        encoder(VideoEncoded.newBuilder(encoded("v", 1, at(100)))
                .setReport(whole)
                .build());
        publisher(done("v", 1, at(4_000)));
        requested(within("v", 2, 10_000));
        encoder(VideoEncoded.newBuilder(started("v", 2, at(100)))
                .setReport(early)
                .build());
        wake(10_000);

        assertThat(effects.get(1))
                .isInstanceOfSatisfying(
                        PublicationEffect.AnnouncePublished.class,
                        announced -> assertThat(announced.event().getReport()).contains(whole));
        assertThat(failures().get(0).event().getReport()).contains(early);
    }

    @Test
    void publishesWithoutADeadlineToo() {
        requested(request("v", 1).build());
        encoder(encoded("v", 1, at(100)));

        assertThat(wakeAt()).isEmpty();
        publisher(done("v", 1, at(999_999)));
        assertThat(did).containsExactly("publish 1", "published 1");
    }

    @Test
    void failsAtTheDeadlineThoughNothingEverArrived() {
        requested(within("v", 1, 10_000));

        assertThat(wakeAt()).contains(at(10_000));
        wake(9_999);
        assertThat(did).isEmpty();
        wake(10_000);
        assertThat(did).containsExactly("failed 1 DEADLINE_EXCEEDED");
        assertThat(failures().get(0).event().getRequest()).contains(within("v", 1, 10_000));
    }

    @Test
    void startsTheClockOfEncodingWhenEncodingStarts() {
        requested(withinOfEncoding("v", 1, 5_000));
        assertThat(wakeAt()).isEmpty();

        encoder(started("v", 1, at(2_000)));
        assertThat(wakeAt()).contains(at(7_000));
    }

    @Test
    void believesNoWorkersClockThatIsBehindTheRequestOrAheadOfNow() {
        requested(withinOfEncoding("v", 1, 5_000));
        now = at(2_000);
        encoderOfAnotherTime(started("v", 1, at(-7_200_000)));
        assertThat(did).isEmpty();
        assertThat(wakeAt()).contains(at(5_000));

        requested(withinOfEncoding("v", 2, 5_000));
        encoderOfAnotherTime(started("v", 2, at(7_200_000)));
        assertThat(wakeAt()).contains(at(7_000));
    }

    @Test
    void holdsAnAbsoluteDeadlineWhateverTheClock() {
        requested(request("v", 1).setDeadline(at(3_000)).build());

        assertThat(wakeAt()).contains(at(3_000));
    }

    @Test
    void failsARequestWhoseDeadlineIsPastWhenItIsRead() {
        now = at(20_000);
        requested(within("v", 1, 10_000));

        assertThat(did).containsExactly("failed 1 DEADLINE_EXCEEDED");
    }

    @Test
    void failsAnInvalidRequestAndAttributesIt() {
        requested(request("v", 1).setSource("nonsense").build());

        assertThat(did).containsExactly("failed 1 INVALID_REQUEST");
        assertThat(failures().get(0).event().getFailure().getMessage()).contains("source");
    }

    @Test
    void passesTheEncodersFailureOnWithTheRequest() {
        requested(within("v", 1, 10_000));
        encoder(failed("v", 1, FailureCode.INVALID_CONTAINER));

        assertThat(did).containsExactly("failed 1 INVALID_CONTAINER");
        assertThat(failures().get(0).event().getRequest()).isPresent();
    }

    @Test
    void givesAPublisherTheGraceToReportWhatItCommittedInTime() {
        requested(within("v", 1, 10_000));
        encoder(encoded("v", 1, at(100)));

        assertThat(wakeAt()).contains(at(10_000).plus(GRACE));
        wake(10_000);
        now = at(10_050);
        publisher(done("v", 1, at(9_999)));
        assertThat(did).containsExactly("publish 1", "published 1");
    }

    @Test
    void withdrawsAndFailsWhatIsStillBeingPublishedAfterTheGrace() {
        requested(within("v", 1, 10_000));
        encoder(encoded("v", 1, at(100)));
        wake(10_000 + GRACE.toMillis());

        assertThat(did).containsExactly("publish 1", "failed 1 DEADLINE_EXCEEDED", "withdraw 1");
    }

    @Test
    void withdrawsNothingUntilTheFailureIsCommitted() {
        requested(within("v", 1, 10_000));
        encoder(encoded("v", 1, at(100)));
        PublicationState open = state.orElseThrow();
        PublicationDecision zombie = Publication.onWake(open, POLICY, at(11_000));
        assertThat(zombie.effects()).noneMatch(PublicationEffect.Withdraw.class::isInstance);

        publisher(done("v", 1, at(9_000)));
        announce(zombie);
        assertThat(did).containsExactly("publish 1", "published 1");
    }

    @Test
    void withdrawsWhatFailedThoughALaterAttemptIsPublishedBeforeThatIsReadBack() {
        requested(request("v", 1).build());
        encoder(encoded("v", 1, at(100)));
        PublicationDecision superseded =
                Publication.onRequested(state, request("v", 2).build(), POLICY, now);
        state = superseded.state();
        encoder(encoded("v", 2, at(200)));
        publisher(done("v", 2, at(300)));
        announce(superseded);
        publisher(withdrawn("v", 1));

        assertThat(did).containsExactly("publish 1", "publish 2", "published 2", "withdraw 1");
        assertThat(state.orElseThrow().getWithdrawals()).isEmpty();
    }

    @Test
    void withdrawsAgainThoughAnEarlierWithdrawalIsConfirmedMeanwhile() {
        requested(within("v", 1, 10_000));
        encoder(encoded("v", 1, at(100)));
        wake(11_000);
        PublicationDecision late = Publication.onResult(state, done("v", 1, at(11_500)), POLICY, now);
        state = late.state();
        publisher(withdrawn("v", 1));
        announce(late);

        assertThat(did).containsExactly("publish 1", "failed 1 DEADLINE_EXCEEDED", "withdraw 1", "withdraw 1");
        assertThat(state.orElseThrow().getWithdrawals()).hasSize(1);
    }

    @Test
    void withdrawsAndFailsWhatWasPublishedAtItsDeadlineOrLater() {
        requested(within("v", 1, 10_000));
        encoder(encoded("v", 1, at(100)));
        publisher(done("v", 1, at(10_000)));

        assertThat(did).containsExactly("publish 1", "failed 1 DEADLINE_EXCEEDED", "withdraw 1");
    }

    @Test
    void failsWhatIsEncodedInTheVeryTickOfItsDeadline() {
        requested(within("v", 1, 10_000));
        now = at(10_000);
        encoder(encoded("v", 1, at(100)));

        assertThat(did).containsExactly("failed 1 DEADLINE_EXCEEDED");
    }

    @Test
    void withdrawsWhatAZombiePublishesAfterTheEnd() {
        requested(within("v", 1, 10_000));
        encoder(encoded("v", 1, at(100)));
        wake(11_000);
        publisher(withdrawn("v", 1));
        publisher(done("v", 1, at(11_500)));

        assertThat(did).containsExactly("publish 1", "failed 1 DEADLINE_EXCEEDED", "withdraw 1", "withdraw 1");
    }

    @Test
    void withdrawsWhatAZombiePublishesOfAnOlderAttempt() {
        requested(within("v", 1, 10_000));
        encoder(encoded("v", 1, at(100)));
        requested(within("v", 2, 10_000));
        publisher(withdrawn("v", 1));
        publisher(done("v", 1, at(300)));

        assertThat(did).containsExactly("publish 1", "failed 1 SUPERSEDED", "withdraw 1", "withdraw 1");
    }

    @Test
    void leavesWhatWasPublishedWhenItsPublisherSaysSoAgain() {
        requested(within("v", 1, 10_000));
        encoder(encoded("v", 1, at(100)));
        publisher(done("v", 1, at(200)));
        publisher(done("v", 1, at(300)));
        requested(within("v", 2, 10_000));
        publisher(done("v", 1, at(400)));

        assertThat(did).containsExactly("publish 1", "published 1");
    }

    @Test
    void leavesWhatWasPublishedBeforeTheNewestToo() {
        requested(request("v", 1).build());
        encoder(encoded("v", 1, at(100)));
        publisher(done("v", 1, at(200)));
        requested(request("v", 2).build());
        encoder(encoded("v", 2, at(300)));
        publisher(done("v", 2, at(400)));
        encoder(encoded("v", 1, at(100)));
        publisher(done("v", 1, at(200)));

        assertThat(did).containsExactly("publish 1", "published 1", "publish 2", "published 2");
    }

    @Test
    void failsWhatAPublisherRefusesAndMakesSureThatNothingIsPublic() {
        requested(request("v", 1).build());
        encoder(encoded("v", 1, at(100)));
        publisher(refused("v", 1, FailureCode.OUTPUT_INVALID));

        assertThat(did).containsExactly("publish 1", "failed 1 OUTPUT_INVALID", "withdraw 1");
    }

    @Test
    void undoesWhatMayHaveBeenPublishedOfAnEncodingThatIsReadAfterTheEnd() {
        requested(within("v", 1, 10_000));
        wake(10_000);
        encoder(encoded("v", 1, at(100)));

        assertThat(did).containsExactly("failed 1 DEADLINE_EXCEEDED", "withdraw 1");
    }

    @Test
    void ignoresEveryRepeat() {
        for (int repeat = 0; repeat < 2; repeat++) {
            requested(within("v", 1, 10_000));
        }
        for (int repeat = 0; repeat < 2; repeat++) {
            encoder(started("v", 1, at(100)));
        }
        for (int repeat = 0; repeat < 2; repeat++) {
            encoder(encoded("v", 1, at(100)));
        }
        for (int repeat = 0; repeat < 2; repeat++) {
            publisher(done("v", 1, at(200)));
        }
        requested(within("v", 1, 10_000));
        encoder(encoded("v", 1, at(100)));

        assertThat(did).containsExactly("publish 1", "published 1");
    }

    @Test
    void letsAHigherAttemptSupersedeAnOpenOne() {
        requested(within("v", 1, 10_000));
        requested(within("v", 2, 20_000));
        encoder(encoded("v", 1, at(100)));
        encoder(encoded("v", 2, at(100)));
        publisher(done("v", 2, at(200)));

        assertThat(did).containsExactly("failed 1 SUPERSEDED", "withdraw 1", "publish 2", "published 2");
    }

    @Test
    void publishesAReplayOfWhatFailed() {
        requested(within("v", 1, 10_000));
        encoder(failed("v", 1, FailureCode.SOURCE_NOT_FOUND));
        requested(within("v", 2, 10_000));
        encoder(encoded("v", 2, at(100)));
        publisher(done("v", 2, at(200)));

        assertThat(did).containsExactly("failed 1 SOURCE_NOT_FOUND", "publish 2", "published 2");
    }

    @Test
    void keepsWhatTheEncoderSaidUntilTheRequestIsRead() {
        encoder(started("v", 1, at(100)));
        encoder(encoded("v", 1, at(100)));
        assertThat(did).isEmpty();

        requested(withinOfEncoding("v", 1, 10_000));
        assertThat(did).containsExactly("publish 1");
        assertThat(Deadlines.deadline(state.orElseThrow())).contains(at(10_100));
    }

    @Test
    void keepsTheEncodersFailureUntilTheRequestIsReadToo() {
        encoder(failed("v", 1, FailureCode.NO_VIDEO));
        requested(within("v", 1, 10_000));

        assertThat(did).containsExactly("failed 1 NO_VIDEO");
    }

    @Test
    void endsAnAttemptThatWasOvertakenByTheNewsOfTheNext() {
        encoder(encoded("v", 1, at(100)));
        encoder(encoded("v", 2, at(200)));
        requested(within("v", 1, 10_000));
        requested(within("v", 2, 10_000));

        assertThat(did).containsExactly("failed 1 SUPERSEDED", "publish 2");
    }

    @Test
    void ignoresAnOrderOfATransactionThatNeverWas() {
        publisher(done("v", 1, at(100)));
        assertThat(state).isEmpty();

        requested(within("v", 1, 10_000));
        publisher(done("v", 1, at(100)));
        encoder(encoded("v", 1, at(100)));
        assertThat(did).containsExactly("publish 1");
    }

    @Test
    void endsAnOpenAttemptThatSomebodyCancelsWhateverItHasComeTo() {
        requested(request("v", 1).build());
        cancelled(1);
        requested(request("v", 2).build());
        encoder(started("v", 2, at(100)));
        cancelled(2);
        requested(request("v", 3).build());
        encoder(encoded("v", 3, at(100)));
        cancelled(3);

        assertThat(did)
                .containsExactly(
                        "failed 1 CANCELLED", "failed 2 CANCELLED", "publish 3", "failed 3 CANCELLED", "withdraw 3");
        assertThat(failures().get(0).event().getRequest())
                .contains(request("v", 1).build());
    }

    @Test
    void cancelsNothingButTheOpenAttemptThatIsNamed() {
        cancelled(1);
        requested(request("v", 2).build());
        cancelled(1);
        cancelled(3);
        assertThat(did).isEmpty();

        encoder(encoded("v", 2, at(100)));
        publisher(done("v", 2, at(200)));
        cancelled(2);
        assertThat(did).containsExactly("publish 2", "published 2");
    }

    @Test
    void forgetsAVideoLongAfterItsEnd() {
        requested(within("v", 1, 10_000));
        wake(10_000);
        sweepAll();
        Instant end = state.orElseThrow().getChangedAt();
        assertThat(wakeAt()).contains(end.plus(POLICY.memory()));

        now = end.plus(POLICY.memory());
        take(Publication.onWake(state.orElseThrow(), POLICY, now));
        assertThat(state).isEmpty();
    }

    @Test
    void remembersAVideoUntilItsWithdrawalIsConfirmed() {
        requested(within("v", 1, 10_000));
        encoder(encoded("v", 1, at(100)));
        wake(11_000);
        assertThat(wakeAt()).isEmpty();
        assertThat(Publication.outstanding(state.orElseThrow()))
                .singleElement()
                .isInstanceOf(PublicationEffect.Withdraw.class);

        publisher(withdrawn("v", 1));
        assertThat(wakeAt()).isPresent();
        assertThat(Publication.outstanding(state.orElseThrow())).isEmpty();
    }

    @Test
    void sweepsWhatAnEndedAttemptLeftBehindAgainAndAgainFromTheGraceOn() {
        requested(within("v", 1, 10_000));
        wake(10_000);
        assertThat(wakeAt()).contains(at(10_000).plus(POLICY.sweepAfter()));

        assertThat(sweepAll()).containsExactly(600L, 1_200L, 2_400L, 4_800L);
        assertThat(did).containsExactly("failed 1 DEADLINE_EXCEEDED", "sweep 1", "sweep 1", "sweep 1", "sweep 1");
    }

    @Test
    void sweepsWhatIsEncodedOnceMoreAfterTheEndOnceThatIsWithdrawn() {
        requested(within("v", 1, 10_000));
        wake(10_000);
        sweepAll();
        encoder(encoded("v", 1, at(100)));
        assertThat(wakeAt()).isEmpty();
        publisher(withdrawn("v", 1));

        assertThat(sweepAll()).hasSize(4);
    }

    @Test
    void sweepsWhatWasCancelledAtOnce() {
        requested(request("v", 1).build());
        cancelled(1);
        assertThat(wakeAt()).contains(at(5_000));
    }

    @Test
    void sweepsThePartsOfAPublishedAttemptAndTheRestOfItNever() {
        requested(request("v", 1).build());
        encoder(encoded("v", 1, at(100)));
        publisher(done("v", 1, at(200)));
        sweepAll();

        assertThat(effects)
                .filteredOn(PublicationEffect.Sweep.class::isInstance)
                .hasSize(4)
                .containsOnly(new PublicationEffect.Sweep(new SweepOrder("v", 1, true, 0)));
    }

    @Test
    void sweepsNothingThatIsNotWithdrawnYetNorForgetsItsDeadlineOverASweep() {
        requested(within("v", 1, 10_000));
        encoder(encoded("v", 1, at(100)));
        wake(11_000);
        assertThat(wakeAt()).isEmpty();
        publisher(withdrawn("v", 1));
        requested(within("v", 2, 700_000));

        wake(611_000);
        assertThat(did).endsWith("sweep 1");
        assertThat(wakeAt()).contains(at(700_000));
        wake(700_000);
        assertThat(did).endsWith("failed 2 DEADLINE_EXCEEDED");
    }

    @Test
    void saysWhichAttemptIsPublicAgainWhenAReplayIsTakenBackHoweverMuchLater() {
        requested(request("v", 1).build());
        encoder(encoded("v", 1, at(100)));
        publisher(done("v", 1, at(200)));
        sweepAll();
        assertThat(wakeAt()).isEmpty();
        now = now.plus(POLICY.memory().multipliedBy(9));
        requested(request("v", 2).build());
        encoder(encoded("v", 2, now));
        cancelled(2);

        assertThat(effects)
                .last()
                .isInstanceOfSatisfying(
                        PublicationEffect.Withdraw.class,
                        withdraw ->
                                assertThat(withdraw.order().publishedBefore()).isEqualTo(1));
    }

    @Test
    void takesBackWhatIsPublicWhenItIsUnpublishedThenSweepsIt() {
        published(1, request("v", 1).build());
        unpublish(1, "a claim");
        assertThat(state.orElseThrow().getWithdrawals()).hasSize(1);
        assertThat(Publication.outstanding(state.orElseThrow()))
                .containsExactly(new PublicationEffect.Withdraw(new WithdrawalOrder("v", 1, 0, Optional.empty())));
        publisher(withdrawn("v", 1));
        sweepAll();

        assertThat(did)
                .containsExactly(
                        "publish 1",
                        "published 1",
                        "unpublished 1 REQUESTED a claim",
                        "withdraw 1",
                        "sweep 1",
                        "sweep 1",
                        "sweep 1",
                        "sweep 1");
        assertThat(effects).last().isEqualTo(new PublicationEffect.Sweep(new SweepOrder("v", 1, false, 0)));
        assertThat(wakeAt()).contains(now.plus(POLICY.memory()));
    }

    @Test
    void unpublishesOnceAndOnlyWhatIsPublic() {
        requested(request("v", 1).build());
        encoder(encoded("v", 1, at(100)));
        unpublish(1, "too early");
        publisher(done("v", 1, at(200)));
        requested(request("v", 2).build());
        encoder(encoded("v", 2, at(300)));
        unpublish(2, "the first");
        unpublish(2, "the first");
        publisher(done("v", 2, at(400)));
        unpublish(1, "it is gone already");

        assertThat(did)
                .containsExactly(
                        "publish 1",
                        "published 1",
                        "publish 2",
                        "unpublished 1 REQUESTED the first",
                        "withdraw 1",
                        "published 2");
    }

    @Test
    void aReplayOfWhatIsUnpublishedIsPublished() {
        published(1, request("v", 1).build());
        unpublish(1, "a mistake");
        publisher(withdrawn("v", 1));
        published(2, request("v", 2).build());

        assertThat(did).endsWith("publish 2", "published 2");
        assertThat(state.orElseThrow().getPublishedAttempt()).isEqualTo(2);
        assertThat(wakeAt()).as("swept, never forgotten").contains(now.plus(POLICY.sweepAfter()));
    }

    @Test
    void whatALatePublisherMakesPublicOfAnUnpublishedAttemptIsWithdrawn() {
        published(1, request("v", 1).build());
        unpublish(1, "a claim");
        publisher(withdrawn("v", 1));
        publisher(done("v", 1, at(300)));

        assertThat(did).endsWith("withdraw 1", "withdraw 1");
    }

    /** An order to withdraw attempt 2 may put back attempt 1, if it was given before that is unpublished. */
    @Test
    void withdrawsAgainWhatAnEarlierWithdrawalMayHavePutBack() {
        published(1, request("v", 1).build());
        requested(request("v", 2).build());
        encoder(encoded("v", 2, at(300)));
        cancelled(2);
        unpublish(2, "a claim");
        publisher(withdrawn("v", 1));
        did.clear();
        publisher(withdrawn("v", 2));

        assertThat(did).containsExactly("withdraw 1");
        publisher(withdrawn("v", 1));
        assertThat(state.orElseThrow().getWithdrawals()).isEmpty();
    }

    @Test
    void sweepsEveryAttemptThatWasPublicOnceTheVideoIsUnpublished() {
        published(1, request("v", 1).build());
        published(2, request("v", 2).build());
        sweepAll();
        did.clear();
        unpublish(2, "a claim");
        publisher(withdrawn("v", 2));
        sweepAll();

        assertThat(did).contains("sweep 1", "sweep 2");
        assertThat(effects)
                .contains(
                        new PublicationEffect.Sweep(new SweepOrder("v", 1, false, 0)),
                        new PublicationEffect.Sweep(new SweepOrder("v", 2, false, 0)));
    }

    @Test
    void unpublishesWhatHasExpired() {
        published(1, request("v", 1).setExpiresAt(at(5_000)).build());
        assertThat(wakeAt()).contains(at(5_000));
        wake(4_999);
        assertThat(did).endsWith("published 1");
        wake(5_000);
        assertThat(did).endsWith("unpublished 1 EXPIRED", "withdraw 1");
        wake(5_001);
        assertThat(did).filteredOn(what -> what.startsWith("unpublished")).hasSize(1);
    }

    @Test
    void aLifeCountsFromThePublicationAndIsThatOfWhatIsPublic() {
        published(1, request("v", 1).setExpiresAfterMillis(5_000L).build());
        assertThat(wakeAt()).contains(at(5_200));
        published(2, request("v", 2).build());
        wake(6_000);

        assertThat(did).endsWith("published 2");
    }

    private void published(int attempt, VideoRequested request) {
        requested(request);
        encoder(encoded("v", attempt, at(100)));
        publisher(done("v", attempt, at(200)));
    }

    private void unpublish(int attempt, String reason) {
        VideoRequested order = request("v", attempt)
                .setAction(RequestAction.UNPUBLISH)
                .setReason(reason)
                .build();
        take(Publication.onUnpublish(state, order, POLICY, now));
    }

    /** Lets time pass until every sweep is done; returns the seconds between the sweeps. */
    private List<Long> sweepAll() {
        List<Long> pauses = new ArrayList<>();
        while (!state.orElseThrow().getSweeps().isEmpty()) {
            Instant due = wakeAt().orElseThrow();
            pauses.add(Duration.between(now, due).toSeconds());
            now = due;
            take(Publication.onWake(state.orElseThrow(), POLICY, now));
        }
        return pauses;
    }

    @Test
    void repeatsItsOrderAfterARestart() {
        requested(within("v", 1, 10_000));
        encoder(encoded("v", 1, at(100)));

        assertThat(state.orElseThrow().getPhase()).isEqualTo(PublicationPhase.PUBLISHING);
        assertThat(Publication.outstanding(state.orElseThrow())).containsExactlyElementsOf(effects);
    }

    private void requested(VideoRequested request) {
        take(Publication.onRequested(state, request, POLICY, now));
    }

    private void cancelled(int attempt) {
        VideoRequested cancel =
                request("v", attempt).setAction(RequestAction.CANCEL).build();
        take(Publication.onCancelled(state, cancel, POLICY, now));
    }

    private void encoder(VideoEncoded event) {
        now = event.getEncodingStartedAt().isAfter(now) ? event.getEncodingStartedAt() : now;
        encoderOfAnotherTime(event);
    }

    private void encoderOfAnotherTime(VideoEncoded event) {
        take(Publication.onEncoded(state, event, POLICY, now));
    }

    private void publisher(PublicationResult result) {
        take(Publication.onResult(state, result, POLICY, now));
    }

    private void wake(long millis) {
        now = at(millis);
        take(Publication.onWake(state.orElseThrow(), POLICY, now));
    }

    private Optional<Instant> wakeAt() {
        return Deadlines.wakeAt(state.orElseThrow(), POLICY);
    }

    private void take(PublicationDecision decision) {
        state = decision.state();
        effects.addAll(decision.effects());
        decision.effects().stream()
                .filter(effect -> !(effect instanceof PublicationEffect.AnnounceWithdrawal))
                .forEach(effect -> did.add(describe(effect)));
        announce(decision);
    }

    /** Lets the arbiter read its own announcements, as it does once they are committed. */
    private void announce(PublicationDecision committed) {
        committed.effects().stream()
                .filter(PublicationEffect.AnnounceWithdrawal.class::isInstance)
                .forEach(effect -> publisher(((PublicationEffect.AnnounceWithdrawal) effect).event()));
    }

    private List<PublicationEffect.AnnounceFailed> failures() {
        return effects.stream()
                .filter(PublicationEffect.AnnounceFailed.class::isInstance)
                .map(PublicationEffect.AnnounceFailed.class::cast)
                .toList();
    }

    private static String describe(PublicationEffect effect) {
        if (effect instanceof PublicationEffect.Publish publish) {
            return "publish " + publish.order().attempt();
        } else if (effect instanceof PublicationEffect.Withdraw withdraw) {
            return "withdraw " + withdraw.order().attempt();
        } else if (effect instanceof PublicationEffect.AnnouncePublished published) {
            return "published " + published.event().getAttempt();
        }
        if (effect instanceof PublicationEffect.Sweep sweep) {
            return "sweep " + sweep.order().attempt();
        }
        if (effect instanceof PublicationEffect.AnnounceUnpublished unpublished) {
            return "unpublished " + unpublished.event().getAttempt() + " "
                    + unpublished.event().getCause()
                    + unpublished
                            .event()
                            .getReason()
                            .map(reason -> " " + reason)
                            .orElse("");
        }
        PublicationEffect.AnnounceFailed failed = (PublicationEffect.AnnounceFailed) effect;
        return "failed " + failed.event().getAttempt() + " "
                + failed.event().getFailure().getCode();
    }
}
