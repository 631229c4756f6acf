package dev.dashline.systemtests.faults;

import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import dev.dashline.systemtests.faults.ServiceProcess.Launch;
import dev.dashline.systemtests.history.AttemptId;
import dev.dashline.systemtests.history.History;
import dev.dashline.systemtests.history.HistoryChecker;
import dev.dashline.systemtests.history.Invariant;
import dev.dashline.systemtests.history.Violation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run: starts everything, runs two phases with their faults and replays, stops everything, checks what is left. */
final class FaultRun implements AutoCloseable {

    /** How late the event of a missed deadline may be. A killed arbiter is replaced within less. */
    static final Duration GRACE = Duration.ofSeconds(60);

    private static final int ENCODERS = 3;
    private static final int CLIENTS = 40;
    private static final Duration GONE_WITHIN = Duration.ofMinutes(2);
    private static final Duration WITHDRAWN_WITHIN = Duration.ofMinutes(1);
    private static final Duration TABLE_WITHIN = Duration.ofSeconds(10);

    private final FaultRunOptions options;
    private final Journal journal;
    private final Instant begun = Instant.now();
    private final SourceFiles sources;
    private final Platform platform;
    private final ServiceFleet fleet;
    private final TopicRecorder recorder;
    private final OutcomeTable table;
    private final Client client;
    private final FaultInjector injector;
    private final Random random;
    private final List<String> facts = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private final List<FleetFault> missed = new ArrayList<>();

    private FaultRun(FaultRunOptions options) throws Exception {
        this.options = options;
        Files.createDirectories(options.folder());
        this.journal = new Journal(options.folder().resolve("journal.txt"));
        journal.say("run with " + options);
        this.random = new Random(options.seed());
        this.sources = new SourceFiles(options.folder().resolve("sources"));
        this.platform = Platform.start(options.folder(), options.brokers(), options.rights());
        Path pauses = Files.createDirectories(options.folder().resolve("pauses"));
        List<URI> api = new ArrayList<>();
        this.fleet = ServiceFleet.simulated(
                platform, new Launch(options.distribution(), options.folder(), pauses), ENCODERS, api, journal);
        fleet.of(Kind.ENCODER).forEach(encoder -> encoder.clock().environment().forEach(encoder::set));
        this.recorder = new TopicRecorder(platform);
        this.table = new OutcomeTable(platform.kafka());
        this.client = new Client(platform.kafka(), api, "faults-" + options.seed());
        this.injector = new FaultInjector(
                new FaultTargets(platform, fleet, client, recorder, pauses, options), random, journal);
    }

    /** Runs it and returns the result. */
    static FaultReport run(FaultRunOptions options) throws Exception {
        try (FaultRun run = new FaultRun(options)) {
            return run.whole();
        }
    }

    @Override
    public void close() throws InterruptedException {
        injector.close();
        table.close();
        recorder.close();
        client.close();
        fleet.close();
        platform.close();
        Shell.naming(options.folder()).stream().filter(Shell::isFfmpeg).forEach(ProcessHandle::destroyForcibly);
    }

    private FaultReport whole() throws Exception {
        fleet.start();
        journal.say("all services are ready");
        if (options.requests() > 0) {
            phase(
                    options.requests(),
                    CLIENTS,
                    number -> ClientRequest.simulated(options.seed(), number, sources),
                    FaultSchedule.simulated(random, options.kills(), options.brokerKills()));
            measurePoisonDelay();
        }
        if (options.encodes() > 0) {
            encodeForReal();
            phase(
                    options.encodes(),
                    CLIENTS / 5,
                    number -> ClientRequest.real(options.seed(), options.requests() + number, sources),
                    FaultSchedule.real(random, options.kills()));
        }
        return end();
    }

    private void phase(int total, int clients, LoadGenerator.Requests requests, List<FleetFault> faults)
            throws Exception {
        journal.say("schedule: " + faults);
        try (LoadGenerator load = new LoadGenerator(client, recorder, journal, total, requests)) {
            missed.addAll(new FaultPhase(recorder, injector, random, journal).run(load, clients, faults));
            load.problems().forEach(each -> violations.add(new Violation(Invariant.I1, "client", each)));
        }
        fleet.awaitReady();
        violations.addAll(visibleThoughFailed());
        sources.repair();
        new FailureReplays(client, recorder, journal).run();
    }

    /**
     * Failed videos that were never published but are still public after the time for a withdrawal. Replays would
     * hide them.
     */
    private List<Violation> visibleThoughFailed() throws InterruptedException {
        Set<String> unpublished = new HashSet<>();
        recorder.failedVideos().keySet().forEach(attempt -> unpublished.add(attempt.videoId()));
        recorder.published().forEach(each -> unpublished.remove(each.event().getVideoId()));
        Path videos = platform.objects("videos");
        Predicate<String> visible = videoId -> Stream.of("manifest.mpd", "master.m3u8")
                .anyMatch(name -> Files.exists(videos.resolve(videoId).resolve(name)));
        Shell.await(WITHDRAWN_WITHIN, () -> unpublished.stream().noneMatch(visible));
        return unpublished.stream()
                .filter(visible)
                .map(videoId -> new Violation(Invariant.I2, videoId, "has failed and is public"))
                .toList();
    }

    private void measurePoisonDelay() throws InterruptedException {
        PoisonDelay.Measured measured = new PoisonDelay(client, recorder, sources).measure();
        facts.add("Poison (I7): the slowest of 10 videos took " + seconds(measured.quiet()) + " alone and "
                + seconds(measured.poisoned()) + " behind 120 poisonous requests.");
        measured.violation().ifPresent(violations::add);
    }

    private void encodeForReal() throws InterruptedException, IOException {
        sources.make();
        for (ServiceProcess each : fleet.of(Kind.ENCODER)) {
            each.stop();
            each.set("ENCODER_KIND", "ffmpeg");
            each.set("ENCODER_SLOTS", "1");
            each.start();
        }
        fleet.awaitReady();
        journal.say("encoders encode with FFmpeg now");
    }

    private FaultReport end() throws InterruptedException {
        LeftoverCheck leftovers = new LeftoverCheck(options.folder(), platform);
        Shell.await(GONE_WITHIN, () -> leftovers.ofTasks().isEmpty());
        violations.addAll(leftovers.ofTasks());
        violations.addAll(injector.violations());
        violations.addAll(fleet.stop());
        History history = recorder.history(client);
        journal.say("checking " + history.requests().size() + " requests");
        violations.addAll(new HistoryChecker(GRACE).check(history, new FolderStore(platform)));
        violations.addAll(disagreements(history));
        List<Violation> orphans = leftovers.ofStore(history);
        RunFacts run = new RunFacts(options, injector.injected(), history);
        violations.addAll(run.failuresOfStore());
        facts.add(0, run.summary(ENCODERS, Duration.between(begun, Instant.now())));
        run.schedulerRecovery(recorder).ifPresent(facts::add);
        facts.add("Attempts with objects that no manifest refers to, at the end: " + orphans.size() + ".");
        Map<InjectedFault, Duration> heldUp = injector.injected().stream()
                .distinct()
                .collect(Collectors.toMap(each -> each, each -> recorder.heldUp(each.at())));
        return new FaultReport(options, history, injector.injected(), missed, violations, heldUp, facts);
    }

    /** Attempts whose outcome in {@link OutcomeTable} differs from the history. */
    private List<Violation> disagreements(History history) throws InterruptedException {
        Set<AttemptId> attempts = HistoryChecker.attempts(history);
        Shell.await(TABLE_WITHIN, () -> table.rows().keySet().containsAll(attempts));
        Map<AttemptId, String> rows = table.rows();
        return attempts.stream()
                .filter(attempt -> !recorder.outcome(attempt).equals(Optional.ofNullable(rows.get(attempt))))
                .map(attempt ->
                        new Violation(Invariant.I2, attempt.toString(), "has another outcome in a consumer's table"))
                .toList();
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1_000.0 + " s";
    }
}
