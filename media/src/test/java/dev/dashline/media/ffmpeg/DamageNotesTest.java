package dev.dashline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DamageNotesTest {

    @Test
    void tellsEachDamageOfAStreamThatIsReadOnce() {
        String stdErr = """
            [h264 @ 0x55] [error] concealing 12 DC errors
            [h264 @ 0x56] [error] concealing 12 DC errors
            [mpegts @ 0x57] [warning] Packet corrupt (stream = 1, dts = 4).
            [mpegts @ 0x57] [warning] Packet corrupt (stream = 2, dts = 4).
            [mpegts @ 0x57] [warning] start time is not set
            """;

        assertThat(DamageNotes.of(stdErr, List.of(0, 2)))
                .containsExactly("h264: concealing 12 DC errors", "mpegts: Packet corrupt (stream = 2, dts = 4).");
    }

    /** FFmpeg 8 says this of any Opus with ambisonic channels. */
    @Test
    void takesSoundOfManyChannelsForNoDamage() {
        String ambisonic = "[opus @ 0x55] [error] Error parsing Opus packet header.\n";
        String damaged = "[opus @ 0x55] [error] Error parsing the packet header.\n";

        assertThat(DamageNotes.of(ambisonic, List.of(0))).isEmpty();
        assertThat(DamageNotes.of(ambisonic + damaged, List.of(0)))
                .containsExactly("opus: Error parsing the packet header.");
    }
}
