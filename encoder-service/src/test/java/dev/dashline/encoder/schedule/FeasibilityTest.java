package dev.dashline.encoder.schedule;

import static dev.dashline.encoder.schedule.TestSchedule.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.schedule.Feasibility.Need;
import dev.dashline.encoder.schedule.Feasibility.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeasibilityTest {

    @Test
    void nothingGoesBehindIfAllCanBeInTime() {
        assertThat(judge(1, hard("a", 10, 10), hard("b", 20, 10), soft("c", 25, 100)))
                .isEqualTo(Verdict.FINE);
    }

    @Test
    void theLargestGoesBehindIfNotAllCanBeInTime() {
        Verdict verdict = judge(1, hard("large", 10, 8), hard("b", 12, 4), hard("c", 14, 4));

        assertThat(verdict.atRisk()).containsExactly("large");
        assertThat(verdict.late()).isEqualTo(1);
    }

    @Test
    void whatCannotBeInTimeAloneTakesNoTimeFromOthers() {
        Verdict verdict = judge(1, hard("late", 5, 6), hard("b", 10, 10));

        assertThat(verdict.behind()).containsExactly("late");
    }

    @Test
    void allSlotsShareTheWork() {
        assertThat(judge(2, hard("a", 10, 10), hard("b", 10, 10))).isEqualTo(Verdict.FINE);
        assertThat(judge(2, hard("a", 10, 11), hard("b", 10, 10)).atRisk()).containsExactly("a");
    }

    @Test
    void whatHasNoDeadlineGivesWayFirst() {
        Verdict verdict = judge(1, soft("soft", 1, 3), hard("a", 10, 5), hard("b", 12, 5));

        assertThat(verdict.behind()).containsExactly("soft");
        assertThat(verdict.late()).isZero();
    }

    @Test
    void whatHasWaitedForTooLongGivesWayToDeadlines() {
        assertThat(judge(1, soft("overdue", -100, 50), hard("a", 10, 5)).behind())
                .containsExactly("overdue");
    }

    @Test
    void aVideoWithoutWorkLeftNeedsNoRoom() {
        assertThat(judge(1, hard("a", 100, 90), hard("packaging", -1, 0), hard("b", 95, 0)))
                .isEqualTo(Verdict.FINE);
    }

    @Test
    void holdsWhatWouldBeLateIfItStartedNow() {
        Verdict verdict = judge(1, hard("a", 10, 10), afterStart("held", 12, 5));

        assertThat(verdict.held()).containsExactly("held");
        assertThat(verdict.behind()).isEmpty();
    }

    @Test
    void doesNotHoldWhatIsFirst() {
        assertThat(judge(1, afterStart("v", 10, 5)).held()).isEmpty();
    }

    @Test
    void doesNotHoldWhatCannotBeInTimeAnyway() {
        assertThat(judge(1, hard("a", 10, 1), afterStart("late", 20, 6)).held()).isEmpty();
    }

    @Test
    void keepsAReserveButNotOfTheVideoThatIsFirst() {
        List<Need> needs = List.of(hard("first", 10, 10), hard("second", 20, 6), hard("third", 40, 10));

        assertThat(Feasibility.of(needs, 1, Duration.ofSeconds(5), T0).atRisk()).containsExactly("first");
        assertThat(Feasibility.of(needs, 1, Duration.ZERO, T0)).isEqualTo(Verdict.FINE);
    }

    @Test
    void keepsNoMoreThanHalfOfTheTimeInReserve() {
        List<Need> needs = List.of(hard("a", 10, 2), hard("b", 10, 3), hard("c", 10, 1));

        assertThat(Feasibility.of(needs, 1, Duration.ofHours(1), T0).atRisk()).containsExactly("b");
    }

    @Test
    void putsAsFewBehindAsPossible() {
        Random random = new Random(1);
        for (int run = 0; run < 200; run++) {
            List<Need> needs = new ArrayList<>();
            for (int video = 0; video < 9; video++) {
                needs.add(hard("v" + video, 1 + random.nextInt(40), 1 + random.nextInt(10)));
            }

            assertThat(Feasibility.of(needs, 1, Duration.ZERO, T0).late())
                    .as("run %s", run)
                    .isEqualTo(fewestLate(needs));
        }
    }

    /** Tries all sets. */
    private static int fewestLate(List<Need> needs) {
        List<Need> ordered =
                needs.stream().sorted(Comparator.comparing(Need::due)).toList();
        int fewest = needs.size();
        for (int chosen = 0; chosen < 1 << needs.size(); chosen++) {
            double elapsed = 0;
            boolean inTime = true;
            for (int video = 0; video < ordered.size(); video++) {
                if ((chosen >> video & 1) == 1) {
                    elapsed += ordered.get(video).workMillis();
                    inTime &= elapsed
                            <= Duration.between(T0, ordered.get(video).due()).toMillis();
                }
            }
            fewest = inTime ? Math.min(fewest, needs.size() - Integer.bitCount(chosen)) : fewest;
        }
        return fewest;
    }

    private static Verdict judge(int slots, Need... needs) {
        return Feasibility.of(List.of(needs), slots, Duration.ZERO, T0);
    }

    private static Need hard(String videoId, int dueSeconds, int workSeconds) {
        return new Need(videoId, T0.plusSeconds(dueSeconds), true, Optional.empty(), workSeconds * 1_000);
    }

    private static Need soft(String videoId, int dueSeconds, int workSeconds) {
        return new Need(videoId, T0.plusSeconds(dueSeconds), false, Optional.empty(), workSeconds * 1_000);
    }

    /** It has to be encoded 5 s after the start of its encoding. */
    private static Need afterStart(String videoId, int dueSeconds, int workSeconds) {
        return new Need(
                videoId, T0.plusSeconds(dueSeconds), false, Optional.of(Duration.ofSeconds(5)), workSeconds * 1_000);
    }
}
