package dev.dashline.media.seek;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeyframesTest {

    private static final long START = 1_400_000;

    /** Four chunks of 8 s. */
    private static final List<Long> NEEDED = List.of(START, START + 8_000_000, START + 16_000_000, START + 24_000_000);

    @Test
    void eachChunkIsReadFromTheLastKeyframeThatIsShownWellBefore() {
        SeekPoint first = keyframe(START + 5_000_000);
        SeekPoint tooLateForDeinterlacing = keyframe(START + 7_950_000);
        SeekPoint last = keyframe(START + 16_000_000);
        Keyframes keyframes = new Keyframes(List.of(keyframe(START), first, tooLateForDeinterlacing, last));

        assertThat(keyframes.seeks(START, NEEDED).chunks())
                .containsExactly(
                        Optional.empty(), Optional.of(first), Optional.of(tooLateForDeinterlacing), Optional.of(last));
    }

    @Test
    void aKeyframeAtTheVeryBeginningIsReadWithoutASeek() {
        Keyframes keyframes = new Keyframes(List.of(keyframe(START), keyframe(START + 200_000)));

        assertThat(keyframes.seeks(START, NEEDED).chunks()).hasSize(4).containsOnly(Optional.empty());
    }

    @Test
    void chunksLookForThemselvesWhereNothingIsKnownOrThePlanWouldBeLarge() {
        List<Long> day = LongStream.range(0, 2_700)
                .mapToObj(chunk -> START + chunk * 32_000_000)
                .toList();

        assertThat(Keyframes.UNKNOWN.seeks(START, NEEDED).areKnown()).isFalse();
        assertThat(new Keyframes(List.of(keyframe(START))).seeks(START, day)).isEqualTo(SeekPoints.UNKNOWN);
    }

    /** Decoded two frames before it is shown. */
    private static SeekPoint keyframe(long shown) {
        return new SeekPoint(shown - 80_000, shown);
    }
}
