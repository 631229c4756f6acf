package dev.dashline.systemtests.fleet;

import dev.dashline.schemas.TrustedEvents;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Runs the experiments of {@code docs/scheduling.md} and prints its table. */
final class FleetSimulation {

    static {
        TrustedEvents.vouch();
    }

    private FleetSimulation() {}

    /** Arguments: the letters of experiments; all of them if there are none. */
    public static void main(String[] arguments) {
        List<String> chosen =
                arguments.length == 0 ? List.of("a", "b", "c", "d", "e", "f", "g", "h") : List.of(arguments);
        System.out.println("| | What is simulated | Measured | Result | Goal |\n|---|---|---|---|---|");
        for (String experiment : chosen) {
            switch (experiment) {
                case "a" -> SpeedExperiments.oneVideo();
                case "b" -> DeadlineExperiments.day();
                case "c" -> DeadlineExperiments.batch();
                case "d" -> SpeedExperiments.shortBesideLong();
                case "e" -> DeadlineExperiments.urgentOnOneSlot();
                case "f" -> SpeedExperiments.startOfUrgent();
                case "g" -> SpeedExperiments.idle();
                case "h" -> SpeedExperiments.stragglers();
                default -> throw new IllegalArgumentException("no experiment " + experiment);
            }
        }
    }

    /** A deployment that has run until all of these videos ended. */
    static SimulatedDeployment ran(int slots, Hops hops, long seed, Collection<SimulatedVideo> videos) {
        SimulatedDeployment deployment = new SimulatedDeployment(slots, hops, seed);
        deployment.request(videos);
        return deployment.run();
    }

    /** Prints a row of the table. */
    static void row(String letter, String what, String measured, String result, String goal) {
        System.out.printf(Locale.ROOT, "| %s | %s | %s | %s | %s |%n", letter, what, measured, result, goal);
    }
}
