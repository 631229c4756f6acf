package dev.dashline.media.sound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.StringReader;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LoudnessBlocksTest {

    /** The third case of EBU Tech 3341: what is quiet at start and end does not count. */
    @Test
    void leavesOutWhatIsQuiet() {
        LoudnessBlocks blocks = blocks(-36, 100).plus(blocks(-23, 600)).plus(blocks(-36, 100));

        assertThat(blocks.loudness())
                .hasValueSatisfying(all -> assertThat(all.integrated()).isEqualTo(-23.0));
    }

    /** The fifth case: it counts by its energy, not by its decibels. */
    @Test
    void addsEnergies() {
        LoudnessBlocks blocks = blocks(-26, 200).plus(blocks(-20, 201)).plus(blocks(-26, 200));

        assertThat(blocks.loudness())
                .hasValueSatisfying(all -> assertThat(all.integrated()).isEqualTo(-23.0));
    }

    /** The first and the fourth case of EBU Tech 3342. */
    @Test
    void tellsTheRangeBetweenWhatIsRarelyQuieterAndRarelyLouder() {
        assertThat(blocks(-20, 200).plus(blocks(-30, 200)).loudness())
                .hasValueSatisfying(all -> assertThat(all.range()).isEqualTo(10.0));
        assertThat(blocks(-50, 200)
                        .plus(blocks(-35, 200))
                        .plus(blocks(-20, 200))
                        .plus(blocks(-35, 200))
                        .plus(blocks(-50, 200))
                        .loudness())
                .hasValueSatisfying(all -> assertThat(all.range()).isEqualTo(15.0));
    }

    @Test
    void isNotToldOfSilence() throws Exception {
        assertThat(read("-inf", "nan", 40).loudness()).isEmpty();
        assertThat(read("-120.691", "-120.691", 40).loudness()).isEmpty();
    }

    @Test
    void readsWhatFfmpegPrints() throws Exception {
        LoudnessBlocks blocks = read("-23.04", "-22.96", 31);

        assertThat(blocks.momentary()).containsExactly(Map.entry(-230, 28));
        assertThat(blocks.shortTerm()).containsExactly(Map.entry(-230, 2));
        assertThat(blocks.loudness()).contains(new Loudness(-23.0, 0, -6.0));
    }

    private static LoudnessBlocks read(String momentary, String shortTerm, int frames) throws Exception {
        StringBuilder printed = new StringBuilder();
        for (int frame = 0; frame < frames; frame++) {
            printed.append("frame:").append(frame).append("    pts:0       pts_time:0\n");
            printed.append("lavfi.r128.M=").append(momentary).append('\n');
            printed.append("lavfi.r128.S=").append(shortTerm).append('\n');
            printed.append("lavfi.r128.true_peaks_ch0=0.7\nlavfi.r128.true_peak=0.501\n");
        }
        return LoudnessBlocks.read(new BufferedReader(new StringReader(printed.toString())));
    }

    private static LoudnessBlocks blocks(int loudness, int count) {
        TreeMap<Integer, Integer> counts = new TreeMap<>();
        counts.put(loudness * 10, count);
        return new LoudnessBlocks(counts, counts, 0.1);
    }
}
