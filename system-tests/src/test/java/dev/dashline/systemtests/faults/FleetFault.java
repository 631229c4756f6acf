package dev.dashline.systemtests.faults;

import dev.dashline.runtime.faults.PausePoint;
import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import java.util.Optional;

/** The faults that a run can inject. */
enum FleetFault {
    ENCODER_KILLED("encoder, kill -9 at any time", Kind.ENCODER),
    ENCODER_KILLED_LEASED("encoder, kill -9: task leased", Kind.ENCODER, PausePoint.LEASED),
    ENCODER_KILLED_ENCODING("encoder, kill -9: encoding", Kind.ENCODER, PausePoint.ENCODING),
    ENCODER_KILLED_UPLOADED("encoder, kill -9: uploaded, not reported", Kind.ENCODER, PausePoint.UPLOADED),
    ENCODER_KILLED_REPORTED("encoder, kill -9: reported, lease held", Kind.ENCODER, PausePoint.REPORTED),
    ENCODER_KILLED_DECIDED("coordinator, kill -9: transaction open", Kind.ENCODER, PausePoint.DECIDED),
    SCHEDULER_KILLED("scheduler's process, kill -9", Kind.ENCODER),
    ENCODER_FROZEN("encoder, frozen past its lease, then thawed", Optional.empty(), Optional.empty()),
    ENCODERS_KILLED("every encoder killed, one after the other restarted", Optional.empty(), Optional.empty()),
    ENCODER_CLOCK_FORWARD("encoder, clock set forward by 2 h, then back", Optional.empty(), Optional.empty()),
    ENCODER_CLOCK_BACK("encoder, clock set back by 2 h, then forward", Optional.empty(), Optional.empty()),
    INGEST_KILLED("ingest, kill -9 at any time", Kind.INGEST),
    INGEST_KILLED_ACKNOWLEDGED("ingest, kill -9: written, not answered", Kind.INGEST, PausePoint.ACKNOWLEDGED),
    PUBLISHER_KILLED("publisher, kill -9 at any time", Kind.PUBLISHER),
    PUBLISHER_KILLED_PUBLISHED("publisher, kill -9: manifest public, no event", Kind.PUBLISHER, PausePoint.PUBLISHED),
    PUBLISHER_KILLED_ANNOUNCED("arbiter, kill -9: transaction open", Kind.PUBLISHER, PausePoint.ANNOUNCED),
    PUBLISHER_FROZEN("publisher, frozen past its session, then thawed", Optional.empty(), Optional.empty()),
    ENCODER_DRAINED("encoder, SIGTERM while it runs tasks, then started again", Optional.empty(), Optional.empty()),
    ENCODER_REFUSED("encoder, started while the share group is full", Optional.empty(), Optional.empty()),
    PUBLISHER_STOPPED("publisher, SIGTERM while it works", Optional.empty(), Optional.empty()),
    INGEST_STOPPED("ingest, SIGTERM while it works", Optional.empty(), Optional.empty()),
    FFMPEG_CRASHED("FFmpeg, SIGSEGV", Optional.empty(), Optional.empty()),
    FFMPEG_FROZEN("FFmpeg, SIGSTOP", Optional.empty(), Optional.empty()),
    BROKER_KILLED("broker, kill -9", Optional.empty(), Optional.empty()),
    BROKER_RESTARTED("broker, restarted", Optional.empty(), Optional.empty()),
    STORE_AWAY("store, away while tasks run", Optional.empty(), Optional.empty()),
    REGISTRY_DOWN("registry, down for 5 s", Optional.empty(), Optional.empty()),
    GARBAGE("undecodable records on every topic of work", Optional.empty(), Optional.empty()),
    INVALID("requests that break a rule", Optional.empty(), Optional.empty()),
    REPEATED("old records again, out of order", Optional.empty(), Optional.empty()),
    CANCELLED("a video under way, cancelled", Optional.empty(), Optional.empty()),
    UNPUBLISHED("a published video, unpublished", Optional.empty(), Optional.empty()),
    REPLAYED_TWICE("a failed video, replayed twice at once", Optional.empty(), Optional.empty());

    private final String text;
    private final Optional<Kind> victim;
    private final Optional<PausePoint> point;

    FleetFault(String text, Kind victim) {
        this(text, Optional.of(victim), Optional.empty());
    }

    FleetFault(String text, Kind victim, PausePoint point) {
        this(text, Optional.of(victim), Optional.of(point));
    }

    FleetFault(String text, Optional<Kind> victim, Optional<PausePoint> point) {
        this.text = text;
        this.victim = victim;
        this.point = point;
    }

    String text() {
        return text;
    }

    /** The kind of process that is killed, if the fault kills one. */
    Optional<Kind> victim() {
        return victim;
    }

    /** The step at which it is killed, if not at any time. */
    Optional<PausePoint> point() {
        return point;
    }
}
