package dev.dashline.systemtests.faults;

import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which faults come, in which order. The same for the same seed. */
final class Schedule {

    private Schedule() {}

    /**
     * Faults for simulated encoding.
     *
     * @param kills how often each kind of service is killed
     */
    static List<Fault> simulated(Random random, int kills, int brokerKills) {
        List<Fault> faults = new ArrayList<>(kills(kills));
        add(faults, brokerKills, Fault.BROKER_KILLED);
        add(faults, Math.max(1, brokerKills - 1), Fault.BROKER_RESTARTED);
        int some = Math.max(1, kills / 6);
        if (FakeClock.isThere()) {
            add(faults, Math.max(1, some / 2), Fault.ENCODER_CLOCK_FORWARD);
            add(faults, Math.max(1, some / 2), Fault.ENCODER_CLOCK_BACK);
        }
        add(faults, some, Fault.ENCODER_FROZEN);
        add(faults, Math.max(1, some / 2), Fault.PUBLISHER_FROZEN);
        add(faults, Math.max(1, some / 2), Fault.ENCODERS_KILLED);
        add(faults, Math.max(1, some / 2), Fault.ENCODER_STOPPED);
        add(faults, Math.max(1, some / 2), Fault.PUBLISHER_STOPPED);
        add(faults, Math.max(1, some / 2), Fault.INGEST_STOPPED);
        add(faults, some, Fault.REGISTRY_DOWN);
        add(faults, some, Fault.GARBAGE);
        add(faults, some, Fault.INVALID);
        add(faults, some, Fault.REPEATED);
        add(faults, some, Fault.CANCELLED);
        add(faults, some, Fault.REPLAYED_TWICE);
        Collections.shuffle(faults, random);
        return faults;
    }

    /** Faults for real encoding; three of them if there is little time. */
    static List<Fault> real(Random random, int kills) {
        if (kills < 3) {
            List<Fault> quick = new ArrayList<>(
                    List.of(Fault.ENCODER_KILLED_ENCODING, Fault.ENCODER_KILLED_UPLOADED, Fault.FFMPEG_CRASHED));
            Collections.shuffle(quick, random);
            return quick;
        }
        List<Fault> faults = new ArrayList<>();
        int few = Math.max(1, kills / 5);
        for (Fault each : of(Kind.ENCODER)) {
            add(faults, few, each);
        }
        add(faults, few, Fault.FFMPEG_CRASHED);
        add(faults, Math.max(1, few / 2), Fault.FFMPEG_FROZEN);
        add(faults, Math.max(1, few / 2), Fault.ENCODER_FROZEN);
        add(faults, Math.max(1, few / 2), Fault.ENCODER_STOPPED);
        add(faults, few, Fault.CANCELLED);
        add(faults, few, Fault.PUBLISHER_KILLED_PUBLISHED);
        add(faults, few, Fault.INGEST_KILLED);
        add(faults, 1, Fault.BROKER_KILLED);
        add(faults, few, Fault.REPEATED);
        Collections.shuffle(faults, random);
        return faults;
    }

    /** Of each kind so many, over its pause points in turn. */
    private static List<Fault> kills(int each) {
        List<Fault> faults = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<Fault> ways = of(kind);
            int most = Math.max(each, ways.size());
            for (int i = 0; i < most; i++) {
                faults.add(ways.get(i % ways.size()));
            }
        }
        return faults;
    }

    private static List<Fault> of(Kind kind) {
        return Arrays.stream(Fault.values())
                .filter(fault -> fault.victim().filter(kind::equals).isPresent())
                .toList();
    }

    private static void add(List<Fault> faults, int times, Fault fault) {
        faults.addAll(Collections.nCopies(times, fault));
    }
}
