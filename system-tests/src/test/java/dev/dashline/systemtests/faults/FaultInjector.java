package dev.dashline.systemtests.faults;

import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import dev.dashline.systemtests.history.Violation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Makes faults happen, one at a time. For use by one thread; what takes long goes on in the background. */
final class FaultInjector implements AutoCloseable {

    private static final Duration REGISTRY_ABSENCE = Duration.ofSeconds(5);
    private static final Duration BROKER_ABSENCE = Duration.ofSeconds(2);
    /** Long enough for others to lead, which they do once they have not heard of it for 4 s. */
    private static final Duration ONE_BROKER_ABSENCE = Duration.ofSeconds(10);

    private static final Duration CLOCK_CHANGE = Duration.ofHours(2);

    private final Platform platform;
    private final FaultLog log;
    private final BackgroundSteps background = new BackgroundSteps();
    private final Duration outage;
    private final Duration brokerAbsence;
    private final ProcessFaults processes;
    private final EncoderFaults encoders;
    private final RecordFaults records;

    FaultInjector(FaultTargets targets, Random random, Journal journal) {
        this.platform = targets.platform();
        this.log = new FaultLog(targets.recorder(), journal);
        this.outage = targets.options().outage();
        this.brokerAbsence = targets.options().brokers() == 1 ? BROKER_ABSENCE : ONE_BROKER_ABSENCE;
        this.encoders = new EncoderFaults(targets, log, background);
        this.processes = new ProcessFaults(targets, random, log, background);
        this.records = new RecordFaults(targets, random, log, background);
    }

    List<InjectedFault> injected() {
        return log.injected();
    }

    /** What did not bear its fault. */
    List<Violation> violations() {
        return log.violations();
    }

    /**
     * Makes one fault happen; false if it finds no target.
     *
     * @param traffic lets requests in. Called when a pause point is armed, and not at all for other faults
     */
    boolean inject(FleetFault fault, Runnable traffic) throws InterruptedException, IOException {
        log.next();
        if (fault.point().isPresent()) {
            return processes.killAt(fault, fault.point().get(), traffic);
        }
        return switch (fault) {
            case ENCODER_FROZEN -> processes.freeze(fault, Kind.ENCODER);
            case PUBLISHER_FROZEN -> processes.freeze(fault, Kind.PUBLISHER);
            case ENCODERS_KILLED -> processes.killAllEncoders(fault);
            case ENCODER_DRAINED -> encoders.drain(fault);
            case ENCODER_REFUSED -> encoders.refuse(fault);
            case SCHEDULER_KILLED -> encoders.killScheduler(fault);
            case PUBLISHER_STOPPED -> processes.stop(fault, Kind.PUBLISHER);
            case INGEST_STOPPED -> processes.stop(fault, Kind.INGEST);
            case ENCODER_CLOCK_FORWARD -> processes.setClock(fault, CLOCK_CHANGE);
            case ENCODER_CLOCK_BACK -> processes.setClock(fault, CLOCK_CHANGE.negated());
            case FFMPEG_CRASHED -> processes.signalFfmpeg(fault, "SEGV");
            case FFMPEG_FROZEN -> processes.signalFfmpeg(fault, "STOP");
            case BROKER_KILLED -> {
                int leader = platform.leader();
                log.happened(fault, "broker " + leader);
                platform.killBroker(leader, brokerAbsence);
                yield true;
            }
            case BROKER_RESTARTED -> {
                int leader = platform.leader();
                log.happened(fault, "broker " + leader);
                platform.restartBroker(leader, brokerAbsence);
                yield true;
            }
            case STORE_AWAY -> {
                boolean busy = encoders.awaitTask();
                if (busy) {
                    log.happened(fault, "for " + outage.toSeconds() + " s");
                    platform.interruptStore(outage);
                }
                yield busy;
            }
            case REGISTRY_DOWN -> {
                log.happened(fault, "");
                platform.interruptRegistry(REGISTRY_ABSENCE);
                yield true;
            }
            case GARBAGE -> records.garbage(fault);
            case INVALID -> records.invalid(fault);
            case REPEATED -> records.repeat(fault);
            case CANCELLED -> records.cancel(fault);
            case UNPUBLISHED -> records.unpublish(fault);
            case REPLAYED_TWICE -> records.replayTwice(fault);
            default -> processes.killAny(fault);
        };
    }

    /** Waits until every frozen or stopped process is up again. */
    void settle() {
        background.settle();
    }

    @Override
    public void close() {
        background.close();
    }
}
