package dev.dashline.systemtests.fleet;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * How many videos that arrive at once can be in time at most, if all slots could share any work and nothing took time
 * but encoding: the rule of Moore and Hodgson (Moore, 1968).
 */
final class MooreHodgson {

    private MooreHodgson() {}

    static int mostInTime(Collection<SimulatedVideo> videos, int slots) {
        List<SimulatedVideo> ordered = videos.stream()
                .sorted(Comparator.comparingLong(video -> video.timeout().orElseThrow()))
                .toList();
        PriorityQueue<Long> chosen = new PriorityQueue<>(Comparator.reverseOrder());
        long elapsed = 0;
        for (SimulatedVideo video : ordered) {
            long work = video.work();
            chosen.add(work);
            elapsed += work;
            if (elapsed > slots * (video.timeout().orElseThrow() - 3 * SimulatedVideo.SHORT)) {
                elapsed -= chosen.remove();
            }
        }
        return chosen.size();
    }
}
