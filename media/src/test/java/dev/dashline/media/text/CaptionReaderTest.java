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
import java.util.Objects;
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
    void haveTwoChannelsInAFieldAndLeaveOutTextThatIsNoCaption() throws Exception {
        picture(0, "1429 1429 4142");
        // The second channel paints, then the first goes on, then to a service of text.
        picture(100, "1c29 1c29 5858");
        picture(200, "1460 1460 142a 142a 5959");
        picture(300, "1429 1429 142c 142c");

        assertThat(cues()).containsExactly("0 300  AB");
        assertThat(cues("CC2")).containsExactly("100 9000  XX");
        assertThat(channels()).containsExactly("CC1", "CC2");
    }

    /** Places have the codes of the first field, commands have others. The name of the programme is between. */
    @Test
    void areInTheSecondFieldToo() throws Exception {
        secondField(0, "1529 1529 1540 1540 4142");
        secondField(100, "0103 5858 0f1d");
        secondField(200, "1d29 1d29 1d70 4344");
        secondField(300, "152c 152c");

        assertThat(cues("CC3")).containsExactly("0 300 line:0 AB");
        assertThat(cues("CC4")).containsExactly("200 9000 line:0 CD");
        assertThat(channels()).containsExactly("CC3", "CC4");
    }

    @Test
    void takesOnlyPairsThatAreValid() throws Exception {
        packet(0, "47413934 03 43 ff fc1429 f91529 f84546 ff".replace(" ", ""));
        packet(40, "b50031 47413934 03 43 ff fc4142 fd4344 fa4546 ff".replace(" ", ""));

        assertThat(cues()).containsExactly("40 9000  AB");
        assertThat(channels()).containsExactly("CC1");
    }

    /** A packet is over several pictures: a service without text, one with text, one with a number above 6. */
    @Test
    void tellsWhichServicesOfTheOtherStandardHaveText() throws Exception {
        // 16 bytes: service 1 shows a window (0x89) and places the pen (0x92); service 2 has "A", service 9 has "B".
        packet(0, "47413934 03 44 ff ff0825 fe8901 fe9241 fe4141 ff".replace(" ", ""));
        packet(40, "47413934 03 44 ff fe41e1 fe0942 fe0000 fe0000 ff".replace(" ", ""));
        // The next one is not whole.
        packet(80, "47413934 03 41 ff ff8261 ff".replace(" ", ""));

        assertThat(channels()).containsExactly("SERVICE2", "SERVICE9");
    }

    @Test
    void saysSoIfPacketsAreCutOff() {
        packets.append("0, 0, 0, 40, 10, 0x0\n");
        data.writeBytes(new byte[9]);

        assertThatThrownBy(this::cues).isInstanceOf(MalformedFileException.class);
    }

    private void picture(long millis, String pairs) {
        picture(millis, "fc", pairs);
    }

    private void secondField(long millis, String pairs) {
        picture(millis, "fd", pairs);
    }

    private void picture(long millis, String field, String pairs) {
        String[] each = pairs.split(" ");
        String flags = String.format("%02x", 0x40 | each.length);
        packet(millis, "000001b2" + "47413934" + "03" + flags + "ff" + field + String.join(field, each) + "ff");
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

    private List<String> channels() throws Exception {
        return read().channels().stream().map(CaptionChannel::name).toList();
    }

    private CaptionTexts read() throws Exception {
        return new CaptionReader(500_000)
                .read(
                        new BufferedReader(new StringReader(packets.toString())),
                        new ByteArrayInputStream(data.toByteArray()),
                        9_000);
    }

    private List<String> cues() throws Exception {
        return cues("CC1");
    }

    private List<String> cues(String channel) throws Exception {
        TextCues cues = Objects.requireNonNull(
                read().texts().get(CaptionChannel.named(channel).orElseThrow()));
        // What is written can be read.
        TextCues.parse(cues.toWebVtt());
        return cues.cues().stream()
                .map(cue -> cue.startMillis() + " " + cue.endMillis() + " " + cue.settings() + " "
                        + cue.text().replace("\n", "|"))
                .toList();
    }
}
