package dev.dashline.systemtests.history;

import static dev.dashline.systemtests.history.Histories.START;
import static dev.dashline.systemtests.history.Histories.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.DeadlineClock;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the checker with histories that each have one violation. */
class HistoryCheckerTest {

    private final Histories run = new Histories();

    private void assertViolated(Invariant invariant, String what) {
        assertThat(run.check())
                .as("one violation of %s that says '%s'", invariant, what)
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.invariant()).isEqualTo(invariant);
                    assertThat(violation.toString()).contains(what);
                });
    }

    @Nested
    class Accepts {

        @Test
        void aPublishedVideo() {
            run.requested("a", 1).published("a", 1);

            assertThat(run.check()).isEmpty();
        }

        @Test
        void aFailureWhoseReplayIsPublished() {
            run.requested("a", 1)
                    .failed("a", 1, "STORE_UNAVAILABLE")
                    .requested("a", 2)
                    .published("a", 2);

            assertThat(run.check()).isEmpty();
        }

        @Test
        void repeatsThatSayTheSame() {
            run.requested("a", 1).requested("a", 1).published("a", 1).published("a", 1);

            assertThat(run.check()).isEmpty();
        }

        @Test
        void anAttemptThatCameAfterALaterOne() {
            run.requested("a", 2).requested("a", 1).published("a", 2);

            assertThat(run.check()).isEmpty();
        }

        @Test
        void anAttemptThatItsClientSuperseded() {
            run.requested("a", 1)
                    .requested(
                            "a",
                            2,
                            request -> request.setLabels(Map.of(History.SUPERSEDES, "yes", History.FRAMES, "100")))
                    .failed("a", 1, "SUPERSEDED")
                    .published("a", 2);

            assertThat(run.check()).isEmpty();
        }

        @Test
        void aVideoThatIsUnpublishedAndPublishedByAReplay() {
            run.requested("a", 1)
                    .published("a", 1)
                    .askedToUnpublish("a", 1)
                    .unpublished("a", 1)
                    .unpublished("a", 1)
                    .requested("a", 2)
                    .published("a", 2)
                    .requested("b", 1)
                    .published("b", 1)
                    .askedToUnpublish("b", 1)
                    .unpublished("b", 1);

            assertThat(run.check()).isEmpty();
        }

        @Test
        void aHopelessRequestThatFailed() {
            run.requested("a", 1, request -> request.setLabels(Map.of(History.HOPELESS, "yes")))
                    .failed("a", 1, "INVALID_REQUEST");

            assertThat(run.check()).isEmpty();
        }

        @Test
        void aDeadLetterOfARecordThatNobodyCanName() {
            run.garbage("noise").deadLetter("noise").deadLetter("noise");

            assertThat(run.check()).isEmpty();
        }
    }

    @Nested
    class FindsThatWhatIsUnpublished {

        @Test
        void isStillPublic() {
            run.requested("a", 1).published("a", 1).askedToUnpublish("a", 1).unpublished("a", 1);
            run.timeline("a", 1, "<S t=\"0\" d=\"50\" r=\"1\"/>");

            assertViolated(Invariant.I3, "a: has a manifest but is not published");
        }

        @Test
        void wasNotPublished() {
            run.requested("a", 1)
                    .failed("a", 1, "POISON")
                    .askedToUnpublish("a", 1)
                    .unpublished("a", 1);
            run.requested("a", 2).published("a", 2);

            assertViolated(Invariant.I2, "a/1: was unpublished but never published");
        }

        @Test
        void wasNotAskedFor() {
            run.requested("a", 1).published("a", 1).unpublished("a", 1);

            assertViolated(Invariant.I2, "a/1: was unpublished, and nobody asked for it");
        }

        @Test
        void isNot() {
            run.requested("a", 1).published("a", 1).askedToUnpublish("a", 1);

            assertViolated(Invariant.I1, "a/1: was to be unpublished, and is not");
        }
    }

    @Nested
    class FindsThatWhatWasAccepted {

        @Test
        void isInNoRecord() {
            run.promised("a", 1);

            assertViolated(Invariant.I1, "a/1: was accepted but is in no record");
        }

        @Test
        void hasNoOutcome() {
            run.requested("a", 1);

            assertViolated(Invariant.I1, "a/1: was accepted but has no outcome");
        }

        @Test
        void hasNoOutcomeAlthoughAnEarlierAttemptHas() {
            run.requested("a", 1).failed("a", 1, "INTERNAL").requested("a", 2);

            assertViolated(Invariant.I1, "a/2: was accepted but has no outcome");
        }
    }

    @Nested
    class FindsThatAnAttempt {

        @Test
        void isBothPublishedAndFailed() {
            run.requested("a", 1).published("a", 1).failed("a", 1, "DEADLINE_EXCEEDED");

            assertThat(run.check())
                    .anySatisfy(each -> assertThat(each.invariant()).isEqualTo(Invariant.I2));
        }

        @Test
        void failedInTwoWays() {
            run.requested("a", 1, request -> request.setLabels(Map.of(History.HOPELESS, "yes")))
                    .failed("a", 1, "DEADLINE_EXCEEDED")
                    .failed("a", 1, "CANCELLED");

            assertViolated(Invariant.I2, "failed in more than one way");
        }

        @Test
        void endedAndWasNeverAskedFor() {
            run.requested("a", 1).published("a", 1).failed("b", 1, "INTERNAL");

            assertViolated(Invariant.I2, "b/1: ended but was never requested");
        }

        @Test
        void failedUnderAnotherEventId() {
            run.requested("a", 1, request -> request.setLabels(Map.of(History.HOPELESS, "yes")))
                    .failed("a", 1, "CANCELLED", event -> event.setEventId("other"), START);

            assertViolated(Invariant.I2, "another event id");
        }

        @Test
        void wasPublishedTwice() {
            run.requested("a", 1)
                    .published("a", 1)
                    .announced("a", 1, event -> event.setPublishedAt(START.plusSeconds(4)), START.plusSeconds(6));

            assertViolated(Invariant.I4, "was published more than once");
        }

        @Test
        void wasPublishedUnderAnotherEventId() {
            run.requested("a", 1).published("a", 1, event -> event.setEventId("other"), START);

            assertViolated(Invariant.I4, "another event id");
        }
    }

    @Nested
    class FindsThatADeadline {

        @Test
        void wasMissedByAPublication() {
            run.requested("a", 1, request -> request.setPublicationTimeoutMillis(2_000L))
                    .published("a", 1);

            assertViolated(Invariant.I5, "was not published before its deadline");
        }

        @Test
        void countedFromTheStartOfEncodingWasMissed() {
            run.requested(
                            "a",
                            1,
                            request -> request.setPublicationTimeoutMillis(1_500L)
                                    .setDeadlineClock(DeadlineClock.ENCODING_STARTED))
                    .published("a", 1);

            assertViolated(Invariant.I5, "was not published before its deadline");
        }

        @Test
        void passedLongBeforeAnybodySaidSo() {
            run.requested(
                            "a",
                            1,
                            request -> request.setDeadline(START.plusSeconds(2))
                                    .setLabels(Map.of(History.HOPELESS, "yes")))
                    .failed("a", 1, "DEADLINE_EXCEEDED", event -> event, START.plusSeconds(13));

            assertViolated(Invariant.I5, "too late");
        }
    }

    @Nested
    class FindsThatAVisibleVideo {

        private void published() {
            run.requested("a", 1).published("a", 1);
        }

        @Test
        void hasNoManifest() {
            published();
            run.lost("a/manifest.mpd");

            assertViolated(Invariant.I3, "has no manifest");
        }

        @Test
        void wasNeverPublished() {
            run.put("a/manifest.mpd", bytes("<MPD/>"));

            assertViolated(Invariant.I3, "has a manifest but is not published");
        }

        @Test
        void lacksASegment() {
            published();
            run.lost("a/1/v360/50.m4s");

            assertViolated(Invariant.I3, "a/1/v360/50.m4s is missing");
        }

        @ParameterizedTest
        @ValueSource(strings = {"thumbnails/2.jpg", "s1/subtitles.vtt"})
        void refersToASheetOrSubtitlesThatNobodyVerified(String name) {
            published();
            run.forgotten("a", 1, name);

            assertViolated(Invariant.I3, "refers to an object that was not verified: a/1/" + name);
        }

        @Test
        void hasASegmentWithOtherContent() {
            published();
            run.put("a/1/v360/0.m4s", bytes("rotten"));

            assertViolated(Invariant.I3, "another checksum");
        }

        @Test
        void refersToAnotherAttempt() {
            run.requested("a", 1).published("a", 1).requested("a", 2).published("a", 2);
            run.put("a/master.m3u8", bytes("#EXTM3U\n1/v360/media.m3u8\n"));

            assertThat(run.check())
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.toString()).contains("refers to another attempt"));
        }

        @Test
        void refersToWhatWasNotVerified() {
            published();
            run.timeline("a", 1, "<S t=\"0\" d=\"25\" r=\"3\"/>");

            assertThat(run.check())
                    .hasSize(2)
                    .allSatisfy(each -> assertThat(each.toString()).contains("was not verified"));
        }

        @Test
        void hasNoMasterPlaylist() {
            published();
            run.lost("a/master.m3u8");

            assertViolated(Invariant.I3, "master.m3u8 is missing");
        }

        @Test
        void doesNotDecode() {
            run.requested("a", 1, request -> request.setLabels(Map.of(History.DECODABLE, "", History.FRAMES, "100")))
                    .published("a", 1)
                    .decodesTo(100, true, "moof is broken");

            assertViolated(Invariant.I3, "moof is broken");
        }

        @Test
        void hasAnUnreadableManifest() {
            published();
            run.put("a/manifest.mpd", bytes("This is a text."));

            assertThat(run.check())
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.toString()).contains("no MPD"));
        }
    }

    @Nested
    class FindsThatFrames {

        @Test
        void areMissingFromTheEvent() {
            run.requested("a", 1, request -> request.setLabels(Map.of(History.FRAMES, "99")))
                    .published("a", 1);

            assertViolated(Invariant.I6, "100 frames were announced instead of 99");
        }

        @Test
        void areMissingBetweenSegments() {
            run.requested("a", 1).published("a", 1);
            run.timeline("a", 1, "<S t=\"0\" d=\"50\"/><S t=\"50\" d=\"50\"/>");
            assertThat(run.check()).isEmpty();

            run.timeline("a", 1, "<S t=\"0\" d=\"49\"/><S t=\"50\" d=\"50\"/>");

            assertThat(run.check())
                    .anySatisfy(
                            each -> assertThat(each.toString()).startsWith("I6").contains("jumps from 49 to 50"));
        }

        @Test
        void areMissingAtTheEnd() {
            run.requested("a", 1).published("a", 1).timeline("a", 1, "<S t=\"0\" d=\"50\"/>");

            assertViolated(Invariant.I6, "which is not 100 frames");
        }

        @Test
        void areMissingFromWhatIsDecoded() {
            run.requested("a", 1, request -> request.setLabels(Map.of(History.DECODABLE, "", History.FRAMES, "100")))
                    .published("a", 1)
                    .decodesTo(99, true, "");

            assertViolated(Invariant.I6, "has 99 frames instead of 100");
        }

        @Test
        void overlap() {
            run.requested("a", 1, request -> request.setLabels(Map.of(History.DECODABLE, "", History.FRAMES, "100")))
                    .published("a", 1)
                    .decodesTo(100, false, "");

            assertViolated(Invariant.I6, "a gap or an overlap");
        }
    }

    @Nested
    class FindsThatAFailure {

        @Test
        void wasNotReplayedWithSuccess() {
            run.requested("a", 1).failed("a", 1, "WORKER_LOST");

            assertViolated(Invariant.I8, "ended as WORKER_LOST, and no replay has succeeded");
        }

        @Test
        void lacksItsRequest() {
            run.requested("a", 1)
                    .failed("a", 1, "WORKER_LOST", event -> event.setRequest(null), START)
                    .requested("a", 2)
                    .published("a", 2);

            assertViolated(Invariant.I8, "without its original request");
        }

        @Test
        void wasReplayedAgainWhileItsReplayWasUnderWay() {
            run.requested("a", 1)
                    .failed("a", 1, "WORKER_LOST")
                    .requested("a", 2)
                    .requested("a", 3)
                    .failed("a", 2, "SUPERSEDED")
                    .published("a", 3);

            assertViolated(Invariant.I8, "a/2: was replayed while it was open");
        }

        @Test
        void ofARecordWasNotKept() {
            run.garbage("noise");

            assertViolated(Invariant.I8, "has no dead letter");
        }

        @Test
        void ofARecordWasKeptInPart() {
            run.garbage("noise").deadLetter("nois");

            assertViolated(Invariant.I8, "other bytes");
        }
    }
}
