package dev.dashline.systemtests.faults;

import dev.dashline.runtime.faults.PausePoint;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import dev.dashline.systemtests.history.AttemptId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes things go wrong. One thread at a time; what takes long goes on beside it. */
final class Injector implements AutoCloseable {

    private static final Duration REACHED_WITHIN = Duration.ofSeconds(20);
    private static final Duration ABSENCE = Duration.ofSeconds(5);
    private static final Duration BROKER_ABSENCE = Duration.ofSeconds(2);
    private static final Duration CLOCK_CHANGE = Duration.ofHours(2);
    private static final List<Topic<?>> READ = List.of(
            Topics.VIDEO_REQUESTED,
            Topics.VIDEO_ENCODED,
            Topics.ENCODER_TASKS,
            Topics.ENCODER_SHORT_TASKS,
            Topics.ENCODER_TASK_RESULTS,
            Topics.PUBLISHER_RESULTS);
    private static final int REPEATS = 15;
    private static final String GARBAGE_KEY = "garbage-";

    /**
     * Something that went wrong.
     *
     * @param open attempts that were under way
     */
    record Injected(Fault fault, Instant at, int open) {}

    /** What there is to be hit. */
    record Targets(
            Platform platform, ServiceFleet fleet, Client client, Recorder recorder, Path pauses, Duration freeze) {}

    private final Targets targets;
    private final Random random;
    private final Journal journal;
    private final List<Injected> injected = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService beside = Executors.newCachedThreadPool();
    private final List<CompletableFuture<Void>> pending = new ArrayList<>();
    private final Set<String> stubborn = ConcurrentHashMap.newKeySet();
    private int number;

    Injector(Targets targets, Random random, Journal journal) {
        this.targets = targets;
        this.random = random;
        this.journal = journal;
    }

    List<Injected> injected() {
        return List.copyOf(injected);
    }

    /** Processes that had to be killed because they did not end when told to. */
    Set<String> stubborn() {
        return Set.copyOf(stubborn);
    }

    /**
     * Has one fault happen; false if there was nothing for it to happen to.
     *
     * @param traffic lets requests in; called once somebody is awaited who does a certain step, and not at all for other faults
     */
    boolean inject(Fault fault, Runnable traffic) throws InterruptedException, IOException {
        number++;
        if (fault.point().isPresent()) {
            return killAt(fault, fault.point().get(), traffic);
        }
        return switch (fault) {
            case ENCODER_FROZEN -> freeze(fault, Kind.ENCODER);
            case PUBLISHER_FROZEN -> freeze(fault, Kind.PUBLISHER);
            case ENCODERS_KILLED -> killAllEncoders(fault);
            case ENCODER_STOPPED -> stop(fault, Kind.ENCODER);
            case PUBLISHER_STOPPED -> stop(fault, Kind.PUBLISHER);
            case INGEST_STOPPED -> stop(fault, Kind.INGEST);
            case ENCODER_CLOCK_FORWARD -> setClock(fault, CLOCK_CHANGE);
            case ENCODER_CLOCK_BACK -> setClock(fault, CLOCK_CHANGE.negated());
            case FFMPEG_CRASHED -> signalFfmpeg(fault, "SEGV");
            case FFMPEG_FROZEN -> signalFfmpeg(fault, "STOP");
            case BROKER_KILLED -> {
                happened(fault, "");
                targets.platform().killBroker(BROKER_ABSENCE);
                yield true;
            }
            case BROKER_RESTARTED -> {
                happened(fault, "");
                targets.platform().restartBroker(BROKER_ABSENCE);
                yield true;
            }
            case REGISTRY_DOWN -> {
                happened(fault, "");
                targets.platform().interruptRegistry(ABSENCE);
                yield true;
            }
            case GARBAGE -> garbage(fault);
            case INVALID -> invalid(fault);
            case REPEATED -> repeat(fault);
            case CANCELLED -> cancel(fault);
            case REPLAYED_TWICE -> replayTwice(fault);
            default -> killAny(fault);
        };
    }

    /** Waits until what was frozen or held down is up again. */
    void settle() {
        pending.forEach(CompletableFuture::join);
        pending.clear();
    }

    @Override
    public void close() {
        beside.shutdownNow();
    }

    private boolean killAny(Fault fault) {
        Optional<ServiceProcess> victim = targets.fleet().any(fault.victim().orElseThrow(), random);
        victim.ifPresent(process -> {
            happened(fault, process.name());
            process.kill();
        });
        return victim.isPresent();
    }

    private boolean killAt(Fault fault, PausePoint point, Runnable traffic) throws InterruptedException, IOException {
        Path armed = Files.createFile(targets.pauses().resolve(point.id()));
        traffic.run();
        boolean reached = Shell.await(REACHED_WITHIN, () -> taken(point).isPresent());
        if (!reached && Files.deleteIfExists(armed)) {
            journal.say("nobody came by " + point.id());
            return false;
        }
        boolean really = Shell.await(REACHED_WITHIN, () -> taken(point).isPresent());
        Path marker = taken(point).orElseThrow();
        Optional<ServiceProcess> victim = targets.fleet().withPid(pid(marker));
        victim.ifPresent(process -> {
            happened(fault, process.name());
            process.kill();
        });
        Files.delete(marker);
        return really && victim.isPresent();
    }

    private Optional<Path> taken(PausePoint point) {
        return Shell.files(targets.pauses()).stream()
                .filter(file -> String.valueOf(file.getFileName()).startsWith(point.id() + "."))
                .findFirst();
    }

    private static long pid(Path marker) {
        String name = String.valueOf(marker.getFileName());
        return Long.parseLong(name.substring(name.indexOf('.') + 1));
    }

    private boolean freeze(Fault fault, Kind kind) throws InterruptedException {
        Optional<ServiceProcess> victim = targets.fleet().any(kind, random);
        if (victim.isEmpty()) {
            return false;
        }
        happened(fault, victim.get().name());
        victim.get().freeze();
        beside(() -> {
            Shell.pause(targets.freeze());
            victim.get().thaw();
            journal.say("thawed " + victim.get().name());
        });
        return true;
    }

    private boolean stop(Fault fault, Kind kind) {
        Optional<ServiceProcess> victim = targets.fleet().any(kind, random);
        victim.ifPresent(process -> {
            happened(fault, process.name());
            beside(() -> {
                if (!process.stop()) {
                    stubborn.add(process.name());
                }
                process.start();
            });
        });
        return victim.isPresent();
    }

    private boolean setClock(Fault fault, Duration ahead) {
        Optional<ServiceProcess> victim = targets.fleet().any(Kind.ENCODER, random);
        if (victim.isEmpty()) {
            return false;
        }
        happened(fault, victim.get().name());
        victim.get().clock().set(ahead);
        beside(() -> {
            Shell.pause(targets.freeze());
            victim.get().clock().set(Duration.ZERO);
            journal.say("clock is right again of " + victim.get().name());
        });
        return true;
    }

    private boolean killAllEncoders(Fault fault) {
        List<ServiceProcess> encoders = targets.fleet().of(Kind.ENCODER);
        happened(fault, "");
        encoders.forEach(ServiceProcess::hold);
        encoders.forEach(ServiceProcess::kill);
        beside(() -> {
            for (ServiceProcess each : encoders) {
                Shell.pause(ABSENCE);
                journal.say("start again " + each.name());
                each.start();
            }
        });
        return true;
    }

    private boolean signalFfmpeg(Fault fault, String signal) throws InterruptedException {
        boolean found = Shell.await(REACHED_WITHIN, () -> !ffmpegs().isEmpty());
        List<ProcessHandle> running = ffmpegs();
        if (!found || running.isEmpty()) {
            journal.say("no FFmpeg runs");
            return false;
        }
        ProcessHandle victim = running.get(random.nextInt(running.size()));
        happened(fault, "pid " + victim.pid());
        Shell.signal(signal, victim.pid());
        return true;
    }

    private List<ProcessHandle> ffmpegs() {
        return targets.fleet().of(Kind.ENCODER).stream()
                .flatMap(each -> each.ffmpegs().stream())
                .toList();
    }

    private boolean garbage(Fault fault) throws InterruptedException {
        happened(fault, "");
        for (Topic<?> topic : READ) {
            for (byte[] value : Noise.of(random)) {
                targets.client().produceGarbage(topic, GARBAGE_KEY + random.nextInt(100), value);
            }
        }
        misaddress();
        return true;
    }

    /** A video's own request, under the key of another: nothing may come of it for the video that it names. */
    private void misaddress() throws InterruptedException {
        Set<String> open = targets.recorder().open().keySet().stream()
                .map(AttemptId::videoId)
                .collect(Collectors.toSet());
        Optional<byte[]> request = targets.recorder().raw(Topics.VIDEO_REQUESTED).stream()
                .filter(record -> isEvent(record) && open.contains(new String(record.key(), StandardCharsets.UTF_8)))
                .map(ConsumerRecord::value)
                .findFirst();
        if (request.isPresent()) {
            targets.client().produceGarbage(Topics.VIDEO_REQUESTED, GARBAGE_KEY + random.nextInt(100), request.get());
        }
    }

    private boolean invalid(Fault fault) throws InterruptedException {
        happened(fault, "");
        for (int i = 0; i < 3; i++) {
            var unused = targets.client().produceInvalid(number * 10 + i);
        }
        return true;
    }

    private boolean repeat(Fault fault) throws InterruptedException {
        happened(fault, "");
        for (Topic<?> topic : READ) {
            List<ConsumerRecord<byte[], byte[]>> all =
                    new ArrayList<>(targets.recorder().raw(topic));
            Collections.shuffle(all, random);
            for (ConsumerRecord<byte[], byte[]> record :
                    all.stream().filter(Injector::isEvent).limit(REPEATS).toList()) {
                targets.client().repeat(topic, record.key(), record.value());
            }
        }
        return true;
    }

    /** Garbage is counted by where it was put, and so is not put anywhere else. */
    private static boolean isEvent(ConsumerRecord<byte[], byte[]> record) {
        return record.key() != null && !new String(record.key(), StandardCharsets.UTF_8).startsWith(GARBAGE_KEY);
    }

    private boolean cancel(Fault fault) throws InterruptedException {
        List<AttemptId> open = new ArrayList<>(targets.recorder().open().keySet());
        Collections.shuffle(open, random);
        for (AttemptId attempt : open) {
            if (targets.client().cancel(attempt.videoId(), random.nextInt(2))) {
                happened(fault, attempt.toString());
                return true;
            }
        }
        journal.say("nothing is under way that could be cancelled");
        return false;
    }

    private boolean replayTwice(Fault fault) throws InterruptedException {
        Optional<AttemptId> failed = targets.recorder().failedVideos().entrySet().stream()
                .filter(entry -> Replays.isHopeful(entry.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
        if (failed.isEmpty()) {
            journal.say("nothing has failed that could be replayed");
            return false;
        }
        happened(fault, failed.get().toString());
        List<CompletableFuture<Optional<AttemptId>>> both = Stream.of(0, 1)
                .map(replica -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return targets.client().replay(failed.get(), replica);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        beside))
                .toList();
        both.forEach(CompletableFuture::join);
        return true;
    }

    private void happened(Fault fault, String victim) {
        injected.add(
                new Injected(fault, Instant.now(), targets.recorder().open().size()));
        journal.say("fault " + number + ": " + fault.text() + (victim.isEmpty() ? "" : " (" + victim + ")"));
    }

    /** Something that may be interrupted. */
    private interface Step {
        void run() throws InterruptedException;
    }

    private void beside(Step step) {
        pending.add(CompletableFuture.runAsync(
                () -> {
                    try {
                        step.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                beside));
    }
}
