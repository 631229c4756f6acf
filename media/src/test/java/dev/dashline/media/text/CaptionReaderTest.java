package dev.dashline.media.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.media.MalformedFileException;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Captions as FFmpeg copies them out of pictures. Bytes are written without parity, which is not looked at. */
class CaptionReaderTest {

    private final StringBuilder packets = new StringBuilder("#tb 0: 1/1000\n#media_type 0: video\n");
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    @Test
    void popOnAsTheScreenFlips() throws Exception {
        // Load, row 14, "AB", row 15 from column 4 on, "CD", show.
        picture(1_000, "1420 1420 1440 1440 4142 1472 1472 4344");
        picture(2_000, "142f 142f");
        picture(3_000, "1420 1420 142e 142e 1460 1460 4546");
        picture(4_000, "142f 142f");
        picture(5_000, "142c 142c");

        assertThat(cues()).containsExactly("2000 4000  AB|CD", "4000 5000  EF");
    }

    @Test
    void inTheOrderInWhichPicturesAreShown() throws Exception {
        picture(0, "1429 1429 1460 1460");
        picture(120, "4344");
        picture(40, "4142");
        picture(80, "0000");
        picture(200, "142c 142c");
        picture(160, "4546");

        assertThat(cues()).containsExactly("40 200  ABCDEF");
    }

    @Test
    void rollUpLineByLine() throws Exception {
        picture(0, "1425 1425 142d 142d 1460 1460");
        picture(100, "4142");
        picture(1_000, "142d 142d 4344");
        picture(2_000, "142d 142d");
        picture(2_500, "4546");

        assertThat(cues()).containsExactly("100 1000  AB", "1000 2000  AB|CD", "2000 9000  CD|EF");
    }

    @Test
    void isAboveWhereTheTextIsAbove() throws Exception {
        // Row 1.
        picture(0, "1420 1420 1140 1140 4142 142f 142f");

        assertThat(cues()).containsExactly("0 9000 line:0 AB");
    }

    @Test
    void hasMusicAccentsAndWhatWebVttTakesForATag() throws Exception {
        // A note, a letter that an old decoder shows without its accent, a less-than, an ampersand; one taken back.
        picture(0, "1429 1429 1137 1137 4100 1220 1220 3c26 5a00 1421 1421");

        assertThat(cues()).containsExactly("0 9000  ♪Á&lt;&amp;");
    }

    @Test
    void leavesOutTheSecondChannelAndTextThatIsNoCaption() throws Exception {
        picture(0, "1429 1429 4142");
        // The second channel paints, then the first goes on, then to a service of text.
        picture(100, "1c29 1c29 5858");
        picture(200, "1460 1460 142a 142a 5959");
        picture(300, "1429 1429 142c 142c");

        assertThat(cues()).containsExactly("0 300  AB");
    }

    @Test
    void takesOnlyPairsThatAreValidAndOfTheFirstField() throws Exception {
        packet(0, "47413934 03 43 ff fc1429 fd4344 f84546 ff".replace(" ", ""));
        packet(40, "b50031 47413934 03 43 ff fc4142 fd4344 fe4546 ff".replace(" ", ""));

        assertThat(cues()).containsExactly("40 9000  AB");
    }

    @Test
    void saysSoIfPacketsAreCutOff() {
        packets.append("0, 0, 0, 40, 10, 0x0\n");
        data.writeBytes(new byte[9]);

        assertThatThrownBy(this::cues).isInstanceOf(MalformedFileException.class);
    }

    private void picture(long millis, String pairs) {
        String[] each = pairs.split(" ");
        String flags = String.format("%02x", 0x40 | each.length);
        packet(millis, "000001b2" + "47413934" + "03" + flags + "ff" + "fc" + String.join("fc", each) + "ff");
    }

    private void packet(long millis, String hex) {
        byte[] content = HexFormat.of().parseHex(hex);
        packets.append("0, 0, ")
                .append(millis + 500)
                .append(", 40, ")
                .append(content.length)
                .append(", 0x0\n");
        data.writeBytes(content);
    }

    private List<String> cues() throws Exception {
        TextCues cues = new CaptionReader(500_000)
                .read(
                        new BufferedReader(new StringReader(packets.toString())),
                        new ByteArrayInputStream(data.toByteArray()),
                        9_000);
        // What is written can be read.
        TextCues.parse(cues.toWebVtt());
        return cues.cues().stream()
                .map(cue -> cue.startMillis() + " " + cue.endMillis() + " " + cue.settings() + " "
                        + cue.text().replace("\n", "|"))
                .toList();
    }
}
