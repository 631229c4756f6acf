package dev.dashline.systemtests.faults;

import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which faults happen, in which order. The same seed gives the same schedule. */
final class FaultSchedule {

    private FaultSchedule() {}

    /**
     * Faults for simulated encoding.
     *
     * @param kills how often each kind of service is killed
     */
    static List<FleetFault> simulated(Random random, int kills, int brokerKills) {
        List<FleetFault> faults = new ArrayList<>(kills(kills));
        add(faults, brokerKills, FleetFault.BROKER_KILLED);
        add(faults, Math.max(1, brokerKills - 1), FleetFault.BROKER_RESTARTED);
        int some = Math.max(1, kills / 6);
        if (FakeClock.isAvailable()) {
            add(faults, Math.max(1, some / 2), FleetFault.ENCODER_CLOCK_FORWARD);
            add(faults, Math.max(1, some / 2), FleetFault.ENCODER_CLOCK_BACK);
        }
        add(faults, some, FleetFault.ENCODER_FROZEN);
        add(faults, Math.max(1, some / 2), FleetFault.PUBLISHER_FROZEN);
        add(faults, Math.max(1, some / 2), FleetFault.ENCODERS_KILLED);
        add(faults, some, FleetFault.ENCODER_DRAINED);
        add(faults, Math.max(1, some / 2), FleetFault.ENCODER_REFUSED);
        add(faults, Math.max(1, some / 2), FleetFault.PUBLISHER_STOPPED);
        add(faults, Math.max(1, some / 2), FleetFault.INGEST_STOPPED);
        add(faults, 1, FleetFault.STORE_AWAY);
        add(faults, some, FleetFault.REGISTRY_DOWN);
        add(faults, some, FleetFault.GARBAGE);
        add(faults, some, FleetFault.INVALID);
        add(faults, some, FleetFault.REPEATED);
        add(faults, some, FleetFault.CANCELLED);
        add(faults, some, FleetFault.UNPUBLISHED);
        add(faults, some, FleetFault.REPLAYED_TWICE);
        Collections.shuffle(faults, random);
        return faults;
    }

    /** Faults for real encoding: only three of them if few kills are asked for. */
    static List<FleetFault> real(Random random, int kills) {
        if (kills < 3) {
            List<FleetFault> quick = new ArrayList<>(List.of(
                    FleetFault.ENCODER_KILLED_ENCODING, FleetFault.ENCODER_KILLED_UPLOADED, FleetFault.FFMPEG_CRASHED));
            Collections.shuffle(quick, random);
            return quick;
        }
        List<FleetFault> faults = new ArrayList<>();
        int few = Math.max(1, kills / 5);
        for (FleetFault each : of(Kind.ENCODER)) {
            add(faults, few, each);
        }
        add(faults, few, FleetFault.FFMPEG_CRASHED);
        add(faults, Math.max(1, few / 2), FleetFault.FFMPEG_FROZEN);
        add(faults, Math.max(1, few / 2), FleetFault.ENCODER_FROZEN);
        add(faults, few, FleetFault.ENCODER_DRAINED);
        add(faults, 1, FleetFault.STORE_AWAY);
        add(faults, few, FleetFault.CANCELLED);
        add(faults, few, FleetFault.PUBLISHER_KILLED_PUBLISHED);
        add(faults, few, FleetFault.INGEST_KILLED);
        add(faults, 1, FleetFault.BROKER_KILLED);
        add(faults, few, FleetFault.REPEATED);
        Collections.shuffle(faults, random);
        return faults;
    }

    /** So many kills of each kind of service, at each of its pause points in turn. */
    private static List<FleetFault> kills(int each) {
        List<FleetFault> faults = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<FleetFault> ways = of(kind);
            int most = Math.max(each, ways.size());
            for (int i = 0; i < most; i++) {
                faults.add(ways.get(i % ways.size()));
            }
        }
        return faults;
    }

    private static List<FleetFault> of(Kind kind) {
        return Arrays.stream(FleetFault.values())
                .filter(fault -> fault.victim().filter(kind::equals).isPresent())
                .toList();
    }

    private static void add(List<FleetFault> faults, int times, FleetFault fault) {
        faults.addAll(Collections.nCopies(times, fault));
    }
}
