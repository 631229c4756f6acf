package dev.dashline.media.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dashline.media.plan.FrameRate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureRateTest {

    private static final long MILLISECOND = 1_000;

    /** Times in milliseconds do not tell 24 from 23.976 within a second; the header may. */
    @ParameterizedTest(name = "{0} pictures at {1}, header {2}")
    @CsvSource({
        "300, 30, 15, 30",
        "300, 30, 0, 30",
        "9, 24, 25, 24",
        "12, 23.976023976, 23.976023976, 23.976023976",
        "45, 15, 23.976, 15",
        "20, 12.5, 1000, 12.5",
        "500, 59.94005994, 60, 59.94005994",
        "500, 48, 50, 48",
        "500, 120, 120, 60",
        "500, 90, 90, 45",
        "500, 17.5, 30, 17.5",
        "60, 1, 1, 24",
        "30, 0.2, 0.2, 24"
    })
    void isThatAtWhichThePicturesCome(int pictures, double rate, double header, double expected) {
        long[] times = times(pictures, n -> Math.round(n * 1_000 / rate) * MILLISECOND);

        PictureRate found = PictureRate.of(times, stated(header), MILLISECOND);

        assertThat(found.rate().perSecond()).isEqualTo(expected, within(0.000_5));
        assertThat(found.shift()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 30, 30", "1, 50, 25", "2, 0.1, 25", "2, 30, 30", "0, 1000, 25"})
    void isTheStatedOneWhereThereAreHardlyPictures(int pictures, double header, double expected) {
        long[] times = times(pictures, n -> n * 10_000 * MILLISECOND);

        assertThat(PictureRate.of(times, stated(header), 1).rate().perSecond()).isEqualTo(expected);
    }

    /** MPEG-TS that begins in the middle of a programme has no second picture. */
    @Test
    void isTheStatedOneThoughAPictureIsMissing() {
        long[] times = times(58, n -> Math.round((n == 0 ? 0 : n + 2) * 90_000 / 24.0) * 100 / 9);

        assertThat(PictureRate.of(times, stated(24), 11).rate()).hasToString("24/1");
    }

    /** Milliseconds make the shortest interval look as if it were of more than 60 a second. */
    @Test
    void isThatOfTheGapsWhereOneOfSevenPicturesIsMissing() {
        long[] times = times(49, n -> Math.round((n + n / 6) * 1_000 / 60.0) * MILLISECOND);

        assertThat(PictureRate.of(times, stated(60), MILLISECOND).rate()).hasToString("60/1");
    }

    /** The sound of a clip is longer than its pictures, so the next clip begins between two frames. */
    @Test
    void isThatOfTheClipsWhereClipsAreJoined() {
        long[] times = times(1_485, n -> Math.round(n * 1_001_000 / 24.0) + n / 297 * 71_300);

        assertThat(PictureRate.of(times, stated(24_000 / 1_001.0), 1).rate()).hasToString("24000/1001");
    }

    /** 2 and 3 fields of 59.94 a second by turns. */
    @ParameterizedTest
    @ValueSource(ints = {25, 50, 201})
    void undoesTheRepeatedFieldsOfAFilm(int pictures) {
        long[] times = times(pictures, n -> Math.round((n / 2 * 5 + n % 2 * 2) * 1_001_000_000.0 / 60_000_000 * 1_000));

        assertThat(found(times)).hasToString("24000/1001");
    }

    /** A camera goes on at any time, not at a multiple of its period. */
    @ParameterizedTest
    @ValueSource(longs = {10_000, 10_011, 10_017, 10_022, 3_007})
    void staysAcrossAPause(long pause) {
        long[] times = times(300, n -> Math.round(n * 1_000 / 30.0 + (n < 150 ? 0 : pause)) * MILLISECOND);

        PictureRate found = PictureRate.of(times, stated(15), MILLISECOND);

        assertThat(found.rate()).hasToString("30/1");
        assertThat(frames(times, found)).hasSize(300);
    }

    @Test
    void findsAPlaceForThePicturesAfterSeveralPauses() {
        long[] times = times(400, n -> Math.round(n * 1_000 / 30.0 + Math.floorDiv(n, 50) * 2_005.3) * MILLISECOND);

        PictureRate found = PictureRate.of(times, stated(0), MILLISECOND);

        assertThat(found.rate()).hasToString("30/1");
        assertThat(frames(times, found)).hasSize(400);
    }

    /** As phones and webcams record. */
    @ParameterizedTest
    @CsvSource({"30, 8, 30/1", "15, 15, 15/1", "24, 6, 24/1"})
    void takesSmallDelaysForNoOtherRate(double rate, int delay, String expected) {
        Random random = new Random(5);
        long[] times = times(600, n -> Math.round(n * 1_000 / rate + random.nextInt(delay)) * MILLISECOND);

        PictureRate found = PictureRate.of(times, stated(1_000), MILLISECOND);

        assertThat(found.rate()).hasToString(expected);
        assertThat(frames(times, found)).hasSize(600);
    }

    /** As screens are recorded: a picture when something changes, at most 60 a second. */
    @ParameterizedTest
    @CsvSource({"60, 60/1", "59.94005994, 60000/1001"})
    void hasAFrameForEachPictureThatComesAtNoRate(double most, String expected) {
        Random random = new Random(3);
        long[] times = LongStream.range(0, 2_000)
                .filter(n -> n < 40 || random.nextInt(3) == 0)
                .map(n -> Math.round(n * 1_000_000 / most))
                .toArray();

        PictureRate found = PictureRate.of(times, stated(24), 11);

        assertThat(found.rate()).hasToString(expected);
        assertThat(frames(times, found)).hasSize(times.length);
    }

    @Test
    void isTheHigherOfTwo() {
        long[] times = times(400, n -> n < 200 ? n * 1_000_000 / 24 : 200_000_000 / 24 + (n - 200) * 1_000_000 / 30);

        assertThat(found(times)).hasToString("30/1");
    }

    /** VP8 has pictures that are only there to be referred to. */
    @Test
    void leavesOutPicturesThatAreNotShown() {
        List<Long> times = new ArrayList<>();
        for (long n = 0; n < 300; n++) {
            times.add(n * 40 * MILLISECOND);
            if (n % 20 == 19) {
                times.add(n * 40 * MILLISECOND + 39 * MILLISECOND);
            }
        }

        assertThat(found(times.stream().mapToLong(Long::longValue).toArray())).hasToString("25/1");
    }

    @Test
    void keepsTheExactRateOfALongSource() {
        long[] times = times(100_000, n -> Math.round(n * 1_000_000 / 29.9));

        assertThat(PictureRate.of(times, List.of(), 1).rate().perSecond()).isEqualTo(29.9, within(0.000_1));
    }

    private static long[] times(int pictures, LongUnaryOperator time) {
        return LongStream.range(0, pictures).map(time).toArray();
    }

    private static FrameRate found(long[] times) {
        return PictureRate.of(times, List.of(), MILLISECOND).rate();
    }

    private static List<FrameRate> stated(double rate) {
        return rate == 0 ? List.of() : List.of(new FrameRate((int) Math.round(rate * 1_000_000), 1_000_000).snapped());
    }

    /** On which frames the pictures fall. */
    private static Set<Long> frames(long[] times, PictureRate found) {
        Set<Long> frames = new HashSet<>();
        for (long time : times) {
            frames.add(
                    Math.round((time - times[0] + found.shift()) * found.rate().perSecond() / 1_000_000));
        }
        return frames;
    }
}
