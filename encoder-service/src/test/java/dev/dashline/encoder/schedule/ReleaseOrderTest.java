package dev.dashline.encoder.schedule;

import static dev.dashline.encoder.schedule.TestSchedule.T0;
import static dev.dashline.encoder.schedule.TestSchedule.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.schedule.VideoQueue.Place;
import dev.dashline.encoder.schedule.VideoQueue.WaitingTask;
import dev.dashline.schemas.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseOrderTest {

    private final LaneQueue queue = new LaneQueue(Lane.ENCODE);
    private final ReleaseOrder order = new ReleaseOrder(Lane.ENCODE, queue);

    @Test
    void whatIsAtRiskGoesBetweenWhatHasADeadlineAndWhatHasNone() {
        waits("none", Place.IN_ORDER, 2);
        waits("risk", Place.AT_RISK, 0);
        waits("deadline", Place.WITH_DEADLINE, 4);
        waits("behind", Place.BEHIND, 1);
        waits("urgent", Place.IN_ORDER, 3);

        assertThat(drain()).containsExactly("none", "urgent", "deadline", "risk", "behind");
    }

    @Test
    void anOverdueVideoGetsEveryEighthRelease() {
        waits("overdue", Place.BEHIND, -1);
        waits("deadline", Place.WITH_DEADLINE, 4);

        List<String> next = new ArrayList<>();
        for (int release = 0; release < 16; release++) {
            order.next(false, T0).ifPresent(video -> next.add(video.videoId()));
        }

        assertThat(next).filteredOn("overdue"::equals).hasSize(2);
    }

    @Test
    void whatIsHeldBackGoesOnceMostSlotsHaveBeenIdleForLong() {
        waits("held", Place.HELD, 0);

        assertThat(order.next(true, T0)).isEmpty();
        assertThat(order.next(false, T0.plusSeconds(4))).isEmpty();
        assertThat(order.next(true, T0.plusSeconds(5))).isEmpty();
        assertThat(order.next(true, T0.plusSeconds(9))).isEmpty();
        assertThat(order.next(true, T0.plusSeconds(10))).isPresent();
    }

    @Test
    void shortTasksAreNotHeldBack() {
        waits("held", Place.HELD, 0);

        assertThat(new ReleaseOrder(Lane.SHORT, queue).next(false, T0)).isPresent();
    }

    private void waits(String videoId, Place place, int dueSecond) {
        VideoDemand demand =
                TestSchedule.demand(TestSchedule.request(T0, request -> request), Optional.empty(), Optional.empty());
        VideoQueue video = new VideoQueue(videoId, demand, T0.plusSeconds(dueSecond));
        video.place(place);
        WaitingTask task = new WaitingTask(chunk(videoId, 0), 1, T0);
        video.add(task);
        queue.added(video, task);
    }

    private List<String> drain() {
        List<String> drained = new ArrayList<>();
        for (Optional<VideoQueue> next = order.next(false, T0); next.isPresent(); next = order.next(false, T0)) {
            VideoQueue video = next.get();
            WaitingTask task = video.next(Lane.ENCODE);
            video.take(task);
            queue.removed(video, task, false);
            drained.add(video.videoId());
        }
        return drained;
    }
}
