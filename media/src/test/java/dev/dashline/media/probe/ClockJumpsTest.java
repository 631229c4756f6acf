package dev.dashline.media.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.LongNode;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Packets in the order of a file, by the times when they are decoded or shown, in milliseconds. */
class ClockJumpsTest {

    private final ClockJumps clock = new ClockJumps(60_000_000);

    @Test
    void aClockThatStartsAgainIsAJump() {
        decoded(1, 10_000);
        decoded(1, 9_000);

        assertThat(clock.jump()).isPresent();
    }

    /** FFmpeg does not know when the first pictures are decoded where many of them wait. */
    @Test
    void aTimeOfShowingIsNotComparedWithOneOfDecoding() {
        shown(0, 7_030);
        shown(0, 7_655);
        decoded(1, 7_005);
        decoded(0, 7_030);
        decoded(0, 7_280);

        assertThat(clock.jump()).isEmpty();
    }

    @Test
    void aTimeOfShowingThatIsFarBackIsAJump() {
        shown(0, 16_000);
        decoded(0, 1_000);

        assertThat(clock.jump()).isPresent();
    }

    @Test
    void aPauseOfAllTracksThatIsTooLongIsAJump() {
        decoded(0, 1_000);
        decoded(1, 50_000);
        decoded(0, 100_000);
        assertThat(clock.jump()).isEmpty();

        decoded(1, 161_000);

        assertThat(clock.jump()).contains(new ClockJumps.Jump(100_000_000, 161_000_000, OptionalLong.of(161_000)));
    }

    private void decoded(int stream, long millis) {
        clock.see(stream, OptionalLong.of(millis * 1_000), OptionalLong.empty(), LongNode.valueOf(millis));
    }

    private void shown(int stream, long millis) {
        clock.see(stream, OptionalLong.empty(), OptionalLong.of(millis * 1_000), LongNode.valueOf(millis));
    }
}
