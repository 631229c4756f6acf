package dev.dashline.encoder.task.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.testsupport.Programs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments that are each whole, but do not follow each other as a player needs it. */
class RenditionFolderTest {

    private static final int KEYFRAME = 0x0200_0000;
    private static final int NO_KEYFRAME = 0x0101_0000;

    @TempDir
    private Path folder;

    /** Three seconds, one a segment. */
    @BeforeEach
    void write() throws Exception {
        Programs.make(folder.resolve("chunk.mpd"), """
                -f lavfi -i testsrc2=s=64x64:r=25:d=3
                -c:v libx264 -preset ultrafast -pix_fmt yuv420p -force_key_frames expr:gte(t,n_forced) -f dash
                -format_options movflags=+frag_discont+negative_cts_offsets -seg_duration 1
                -init_seg_name init.mp4 -media_seg_name $Time$.m4s""");
    }

    @Test
    void readsWhatIsWhole() throws Exception {
        RenditionFolder read = RenditionFolder.read(folder);

        assertThat(read.names()).containsExactly("init.mp4", "0.m4s", "12800.m4s", "25600.m4s");
        assertThat(read.samples()).isEqualTo(75);
        assertThat(read.end()).isEqualTo(38_400);
    }

    @Test
    void noticesAGap() throws Exception {
        Files.delete(folder.resolve("12800.m4s"));

        assertInvalid("a gap or an overlap from 12800 to 25600");
    }

    @Test
    void noticesASegmentUnderAnothersName() throws Exception {
        Files.move(folder.resolve("12800.m4s"), folder.resolve("12801.m4s"));

        assertInvalid("12801.m4s starts at 12800");
    }

    @Test
    void noticesASegmentThatStartsWithoutAKeyframe() throws Exception {
        Path segment = folder.resolve("12800.m4s");
        byte[] file = Files.readAllBytes(segment);
        int at = new String(file, StandardCharsets.ISO_8859_1).indexOf("trun") + Integer.BYTES;
        ByteBuffer run = ByteBuffer.wrap(file);
        while (run.getInt(at) != KEYFRAME) {
            at += Integer.BYTES;
        }
        run.putInt(at, NO_KEYFRAME);
        Files.write(segment, file);

        assertInvalid("the segment at 12800 starts with no keyframe");
    }

    private void assertInvalid(String because) {
        assertThatThrownBy(() -> RenditionFolder.read(folder))
                .isInstanceOfSatisfying(
                        MediaException.class,
                        failure -> assertThat(failure.fault()).isEqualTo(MediaFault.OUTPUT_INVALID))
                .hasMessage("What FFmpeg wrote is wrong: " + because + ".");
    }
}
