package dev.dashline.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.junit.jupiter.api.Test;

/** Two tasks of one application, whose time is set by hand. */
class CommitPaceTest {

    private static final long T0 = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private final Alarms alarms = new Alarms();
    private final CommitBudget budget = new CommitBudget();
    private final Properties config = new Properties();
    private final MockProcessorContext<String, String> context;
    private final MockProcessorContext<String, String> otherContext;
    private final CommitPace pace;
    private final CommitPace other;

    CommitPaceTest() {
        config.put(Alarms.CONFIG, alarms);
        config.put(CommitBudget.CONFIG, budget);
        context = new MockProcessorContext<>(config);
        otherContext = new MockProcessorContext<>(config);
        pace = new CommitPace(context);
        other = new CommitPace(otherContext);
        time(T0);
    }

    @Test
    void commitsAtOnceWhatIsForwarded() {
        pace.forwarded();
        assertThat(context.committed()).isTrue();
        assertThat(alarms.earliest()).isEmpty();
    }

    @Test
    void commitsSeveralInARowAndTheRestTogetherSomeMillisecondsLater() {
        for (int i = 0; i < CommitBudget.IN_A_ROW; i++) {
            assertThat(commitsAtOnce(pace, context)).isTrue();
        }
        assertThat(commitsAtOnce(pace, context)).isFalse();
        assertThat(commitsAtOnce(pace, context)).isFalse();
        assertThat(alarms.earliest()).contains(Instant.ofEpochMilli(T0 + 25));

        time(T0 + 25);
        ring(context);
        assertThat(context.committed()).isTrue();
        assertThat(alarms.earliest()).isEmpty();
    }

    @Test
    void givesTheTasksOfAnApplicationOneBudget() {
        IntStream.range(0, CommitBudget.IN_A_ROW).forEach(i -> pace.forwarded());
        assertThat(commitsAtOnce(other, otherContext)).isFalse();
        assertThat(commitsAtOnce(pace, context)).isFalse();

        time(T0 + 25);
        ring(context);
        ring(otherContext);
        assertThat(commitsAtOnce(pace, context)).isFalse();
        assertThat(alarms.earliest()).contains(Instant.ofEpochMilli(T0 + 50)); // two alarms at once cost one commit
    }

    @Test
    void allowsFortyCommitsASecondInTheLongRun() {
        assertThat(commitsInTenSeconds()).isBetween(400, 400 + CommitBudget.IN_A_ROW);
    }

    @Test
    void leavesHalfOfTheTimeForOtherThingsWhereCommitsTakeLong() {
        take(Duration.ofMillis(20));
        assertThat(commitsInTenSeconds()).isBetween(250, 250 + CommitBudget.IN_A_ROW);
    }

    @Test
    void allowsOneCommitASecondHoweverLongTheyTake() {
        take(Duration.ofSeconds(3));
        assertThat(commitsInTenSeconds()).isBetween(10, 10 + CommitBudget.IN_A_ROW);
    }

    private void take(Duration each) {
        IntStream.range(0, 100).forEach(i -> budget.took(each));
    }

    private int commitsInTenSeconds() {
        int commits = 0;
        for (int millis = 0; millis < 10_000; millis += 5) {
            time(T0 + millis);
            context.resetCommit();
            if (alarms.earliest()
                    .filter(due -> due.toEpochMilli() <= context.currentSystemTimeMs())
                    .isPresent()) {
                ring(context);
            }
            pace.forwarded();
            commits += context.committed() ? 1 : 0;
        }
        return commits;
    }

    @Test
    void grantsCommitsAfterTheClockWasSetBack() {
        IntStream.range(0, CommitBudget.IN_A_ROW + 1).forEach(i -> pace.forwarded());
        time(T0 - 3_600_000);
        assertThat(commitsAtOnce(other, otherContext)).isFalse();
        time(T0 - 3_600_000 + 25);
        assertThat(commitsAtOnce(new CommitPace(otherContext), otherContext)).isTrue();
    }

    @Test
    void leavesNoAlarmBehind() {
        IntStream.range(0, CommitBudget.IN_A_ROW + 1).forEach(i -> pace.forwarded());
        pace.close();
        assertThat(alarms.earliest()).isEmpty();
    }

    private boolean commitsAtOnce(CommitPace asking, MockProcessorContext<String, String> at) {
        at.resetCommit();
        asking.forwarded();
        return at.committed();
    }

    private void time(long millis) {
        List.of(context, otherContext).forEach(each -> each.setCurrentSystemTimeMs(millis));
    }

    private static void ring(MockProcessorContext<String, String> of) {
        List<CapturedPunctuator> set = of.scheduledPunctuators().stream()
                .filter(punctuator -> !punctuator.cancelled())
                .toList();
        assertThat(set).hasSize(1);
        set.forEach(punctuator -> punctuator.getPunctuator().punctuate(of.currentSystemTimeMs()));
    }
}
