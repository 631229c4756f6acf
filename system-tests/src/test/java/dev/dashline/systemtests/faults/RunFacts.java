package dev.dashline.systemtests.faults;

import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.Topics;
import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import dev.dashline.systemtests.history.AttemptId;
import dev.dashline.systemtests.history.History;
import dev.dashline.systemtests.history.Invariant;
import dev.dashline.systemtests.history.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run was and what it has shown, beside the invariants.
 *
 * @param injected the faults that happened
 */
record RunFacts(FaultRunOptions options, List<InjectedFault> injected, History history) {

    private static final Set<String> OF_STORE =
            Set.of(FailureCode.STORE_UNAVAILABLE.name(), FailureCode.STORE_FORBIDDEN.name());

    /**
     * One sentence that sums up the run.
     *
     * @param encoders how many die when all do
     */
    String summary(int encoders, Duration time) {
        Map<Kind, Long> kills = new EnumMap<>(Kind.class);
        injected.forEach(each -> each.fault().victim().ifPresent(kind -> kills.merge(kind, 1L, Long::sum)));
        long all = times(FleetFault.ENCODERS_KILLED).count();
        kills.merge(Kind.ENCODER, all * encoders, Long::sum);
        return "Seed " + options.seed() + ": " + options.requests() + " simulated requests and " + options.encodes()
                + " real encodes, " + history.acknowledged().size() + " promises, "
                + history.published().size() + " published, " + history.failed().size() + " records of failure, "
                + injected.size() + " faults, kills " + kills + ", in " + time.toMinutes() + " min.";
    }

    /** The store does nothing worse than being away for a time, so no attempt may fail because of it. */
    List<Violation> failuresOfStore() {
        return history.failed().stream()
                .map(each -> each.event())
                .filter(event -> OF_STORE.contains(event.getFailure().getCode()))
                .map(event -> new Violation(
                        Invariant.I1,
                        new AttemptId(event.getVideoId().orElse(""), event.getAttempt()).toString(),
                        "has failed because the store was away: "
                                + event.getFailure().getMessage()))
                .distinct()
                .toList();
    }

    /** How soon after a loss of the scheduler a task was released; empty if the scheduler was never killed. */
    Optional<String> schedulerRecovery(TopicRecorder recorder) {
        List<Instant> releases = Stream.of(Topics.ENCODER_TASKS, Topics.ENCODER_SHORT_TASKS)
                .flatMap(topic -> recorder.raw(topic).stream())
                .map(record -> Instant.ofEpochMilli(record.timestamp()))
                .sorted()
                .toList();
        return times(FleetFault.SCHEDULER_KILLED)
                .flatMap(killed -> releases.stream()
                        .filter(killed::isBefore)
                        .findFirst()
                        .map(released -> Duration.between(killed, released))
                        .stream())
                .max(Duration::compareTo)
                .map(longest -> String.format(
                        Locale.ROOT,
                        "Scheduler killed: the next task was released %.1f s later at most.",
                        longest.toMillis() / 1_000.0));
    }

    private Stream<Instant> times(FleetFault fault) {
        return injected.stream().filter(each -> each.fault() == fault).map(InjectedFault::at);
    }
}
