package dev.dashline.systemtests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many pods Kubernetes' autoscaler wants, with the numbers of deploy/kubernetes/overlays/production/scaling.yaml:
 * the value divided by the threshold, within limits of number and pace. Not thread-safe.
 */
final class Autoscaler {

    /** A difference that it lets be, as Kubernetes' controller does. */
    private static final double TOLERANCE = 0.1;

    private final double threshold;
    private final int least;
    private final int most;
    private final Duration lookBack;
    private final int downPercent;
    private final int upPercent;
    private final int upPods;
    private final Deque<Wish> wishes = new ArrayDeque<>();
    private long downAt = Long.MIN_VALUE / 2;
    private int pods;

    private record Wish(long second, int pods) {}

    private Autoscaler(JsonNode spec) {
        this.threshold =
                Double.parseDouble(spec.at("/triggers/0/metadata/threshold").asText());
        this.least = spec.path("minReplicaCount").asInt();
        this.most = spec.path("maxReplicaCount").asInt();
        JsonNode behavior = spec.at("/advanced/horizontalPodAutoscalerConfig/behavior");
        this.lookBack = Duration.ofSeconds(
                behavior.at("/scaleDown/stabilizationWindowSeconds").asLong());
        this.downPercent = behavior.at("/scaleDown/policies/0/value").asInt();
        this.upPercent = behavior.at("/scaleUp/policies/0/value").asInt();
        this.upPods = behavior.at("/scaleUp/policies/1/value").asInt();
        this.pods = least;
    }

    static Autoscaler ofProduction() throws IOException {
        JsonNode scaled = Manifests.documents(Manifests.FOLDER.resolve("overlays/production/scaling.yaml"))
                .get(0);
        return new Autoscaler(scaled.path("spec"));
    }

    int least() {
        return least;
    }

    /** What it wants at this second, given work in seconds of one slot. Called every 15 s. */
    int wanted(long second, double workSeconds) {
        double ratio = workSeconds / (pods * threshold);
        int wish = Math.abs(ratio - 1) <= TOLERANCE ? pods : (int) Math.ceil(workSeconds / threshold);
        wish = Math.max(least, Math.min(most, wish));
        wishes.addLast(new Wish(second, wish));
        wishes.removeIf(old -> old.second() < second - lookBack.toSeconds());
        int highest = wishes.stream().mapToInt(Wish::pods).max().orElse(wish);
        if (wish > pods) {
            pods = Math.min(wish, Math.max(pods + upPods, pods + pods * upPercent / 100));
        } else if (highest < pods && second - downAt >= 60) {
            pods = Math.max(highest, pods - Math.max(1, pods * downPercent / 100));
            downAt = second;
        }
        return pods;
    }
}
