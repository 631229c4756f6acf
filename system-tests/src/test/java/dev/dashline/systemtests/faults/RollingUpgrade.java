package dev.dashline.systemtests.faults;

import dev.dashline.schemas.FailureCode;
import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import dev.dashline.systemtests.faults.ServiceProcess.Launch;
import dev.dashline.systemtests.history.History;
import dev.dashline.systemtests.history.HistoryChecker;
import dev.dashline.systemtests.history.Invariant;
import dev.dashline.systemtests.history.Violation;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A fleet under load that goes from an older build to this one and back, one process after the other, as
 * docs/upgrading.md says. Then everything stops, and what is left is checked.
 */
final class RollingUpgrade implements AutoCloseable {

    private static final int ENCODERS = 2;
    private static final int CLIENTS = 12;
    private static final Duration SOME_END_WITHIN = Duration.ofSeconds(30);
    private static final Duration ALL_END_WITHIN = Duration.ofMinutes(10);

    private static final Set<String> OF_THE_MIX =
            Set.of(FailureCode.INTERNAL.name(), FailureCode.OUTPUT_INVALID.name(), FailureCode.POISON.name());

    /** In which services are upgraded. */
    private static final List<Kind> ORDER = List.of(Kind.PUBLISHER, Kind.ENCODER, Kind.INGEST);

    private final Options options;
    private final Journal journal;
    private final SourceFiles sources;
    private final Platform platform;
    private final ServiceFleet fleet;
    private final TopicRecorder recorder;
    private final Client client;
    private final List<Violation> violations = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    /**
     * What is rolled, and under which load.
     *
     * @param folder keeps everything; empty or missing
     * @param older folder of the jars of the older build
     * @param newer folder of the jars of this build
     */
    record Options(Path folder, Path older, Path newer, long seed, int requests) {}

    /**
     * One process got another build.
     *
     * @param to the build: older or newer
     * @param open attempts that were under way
     * @param ready how long it took from its stop until it was ready again
     */
    record Step(String to, String process, int open, Duration ready) {}

    /**
     * What came of it.
     *
     * @param deadLetters records that some process could not read or would not take
     */
    record Result(List<Step> steps, History history, long deadLetters, List<Violation> violations) {

        boolean isGood() {
            return violations.isEmpty();
        }
    }

    private RollingUpgrade(Options options) throws Exception {
        this.options = options;
        Files.createDirectories(options.folder());
        this.journal = new Journal(options.folder().resolve("journal.txt"));
        this.sources = new SourceFiles(options.folder().resolve("sources"));
        this.platform = Platform.start(options.folder());
        List<URI> api = new ArrayList<>();
        Path pauses = Files.createDirectories(options.folder().resolve("pauses"));
        this.fleet = ServiceFleet.simulated(
                platform, new Launch(options.older(), options.folder(), pauses), ENCODERS, api, journal);
        this.recorder = new TopicRecorder(platform);
        this.client = new Client(platform.kafka(), api, "upgrade-" + options.seed());
    }

    /** Rolls there and back. */
    static Result run(Options options) throws Exception {
        try (RollingUpgrade upgrade = new RollingUpgrade(options)) {
            return upgrade.thereAndBack();
        }
    }

    private Result thereAndBack() throws Exception {
        fleet.start();
        journal.say("the older build is ready");
        try (LoadGenerator load = new LoadGenerator(
                client,
                recorder,
                journal,
                options.requests(),
                number -> ClientRequest.simulated(options.seed(), number, sources))) {
            load.start(CLIENTS);
            roll(load, "newer", options.newer(), 0);
            roll(load, "older", options.older(), 1);
            load.allow(1);
            if (!Shell.await(
                    ALL_END_WITHIN, () -> load.isDone() && recorder.open().isEmpty())) {
                journal.say("still open: " + recorder.open().keySet());
            }
            load.problems().forEach(each -> violations.add(new Violation(Invariant.I1, "client", each)));
        }
        List<Violation> broken = brokenByTheMix();
        new FailureReplays(client, recorder, journal).run();
        violations.addAll(broken);
        violations.addAll(fleet.stop());
        return result();
    }

    /**
     * Gives each process the other build. Some requests are let in before each, so that it meets videos under way.
     *
     * @param half of the whole: 0 or 1
     */
    private void roll(LoadGenerator load, String to, Path distribution, int half) throws InterruptedException {
        List<ServiceProcess> processes =
                ORDER.stream().flatMap(kind -> fleet.of(kind).stream()).toList();
        for (int next = 0; next < processes.size(); next++) {
            int ended = recorder.countEnded();
            load.allow((half * processes.size() + next + 1.0) / (2 * processes.size() + 1));
            int some = load.total() / (4 * processes.size());
            Shell.await(SOME_END_WITHIN, () -> recorder.countEnded() >= ended + some);
            swap(processes.get(next), to, distribution);
        }
    }

    private void swap(ServiceProcess process, String to, Path distribution) throws InterruptedException {
        int open = recorder.open().size();
        Instant begun = Instant.now();
        if (!process.stop()) {
            violations.add(ServiceFleet.stubborn(process));
        }
        process.use(distribution);
        process.start();
        fleet.awaitReady();
        steps.add(new Step(to, process.name(), open, Duration.between(begun, Instant.now())));
        journal.say(steps.get(steps.size() - 1).toString());
    }

    /** Good requests that failed since builds do not understand each other. */
    private List<Violation> brokenByTheMix() {
        List<Violation> broken = new ArrayList<>();
        recorder.failedVideos().forEach((attempt, code) -> {
            if (OF_THE_MIX.contains(code)) {
                broken.add(new Violation(Invariant.I1, attempt.toString(), "has failed: " + code));
            }
        });
        return broken;
    }

    private Result result() throws InterruptedException {
        History history = recorder.history(client);
        violations.addAll(new HistoryChecker(FaultRun.GRACE).check(history, new FolderStore(platform)));
        long deadLetters = history.failed().stream()
                .filter(each -> each.event().getUndecodable().isPresent())
                .count();
        if (deadLetters > 0) {
            violations.add(new Violation(Invariant.I1, "video-failed", "has " + deadLetters + " dead letters"));
        }
        return new Result(List.copyOf(steps), history, deadLetters, List.copyOf(violations));
    }

    @Override
    public void close() throws Exception {
        recorder.close();
        client.close();
        fleet.close();
        platform.close();
    }
}
