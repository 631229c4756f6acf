package dev.dashline.media.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.dashline.media.MalformedFileException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextCuesTest {

    /** Characters of a hostile file. */
    private static final int LARGE = 1 << 20;

    @Test
    void keepsWhatWebVttCanSayAndPutsCuesInOrder() throws Exception {
        assertThat(webVtt("""
                \ufeffWEBVTT - a title
                Kind: captions

                STYLE
                ::cue { color: lime }

                NOTE
                for translators

                2
                01:00:01.500 --> 01:00:02.000 align:start line:10%
                <v Ann>Later & <b>l&auml;ter</b></v> <3

                00:01.000 --> 00:02.000
                One line
                - and another
                """)).isEqualTo("""
                WEBVTT

                STYLE
                ::cue { color: lime }

                00:00:01.000 --> 00:00:02.000
                One line
                - and another

                01:00:01.500 --> 01:00:02.000 align:start line:10%
                <v Ann>Later &amp; <b>l&auml;ter</b></v> &lt;3
                """);
    }

    @Test
    void makesWebVttOfSubRip() throws Exception {
        assertThat(webVtt("""
                1
                00:00:01,5 --> 00:00:02,750 X1:40 X2:600
                {\\an8}<font color="#fff">Tom & Jerry</font>, <I>3 < 4</I>

                with an empty line within

                2
                00:00:03,000 --> 00:00:03,000
                never shown

                00:00:04,000 --> 00:00:05,000
                without a number &amp; escaped
                """.replace("\n", "\r\n"))).isEqualTo("""
                WEBVTT

                00:00:01.500 --> 00:00:02.750
                Tom &amp; Jerry, <i>3 &lt; 4</i>
                with an empty line within

                00:00:04.000 --> 00:00:05.000
                without a number &amp; escaped
                """);
    }

    @Test
    void beginsWithTheFirstPicture() throws Exception {
        TextCues cues = TextCues.parse(utf8("""
                WEBVTT

                00:00.000 --> 00:01.000
                before

                00:01.000 --> 00:02.000
                as it starts

                00:03.000 --> 00:04.000
                after
                """));

        assertThat(cues.from(1_400).cues())
                .extracting(cue -> cue.startMillis() + "-" + cue.endMillis() + " " + cue.text())
                .containsExactly("0-600 as it starts", "1600-2600 after");
    }

    @ParameterizedTest
    @CsvSource({
        "'Dear reader,|this is a letter.', is neither WebVTT nor SubRip",
        "'<html>', is neither WebVTT nor SubRip",
        "'WEBVTT||00:01.000 -> 00:02.000|Text', starts neither a text with its times nor a note (line 3)",
        "'WEBVTT||00:01 --> 00:02|Text', has times that cannot be read (line 3)",
        "'WEBVTT||00:00:02.000 --> 00:00:01.000|Text', has a text that ends before it starts (line 3)",
        "'WEBVTT||00:01.000 --> 00:02.000|Text|00:02.000 --> 00:03.000|Text', "
                + "has times in the midst of a text: an empty line is missing before (line 5)",
        "'1|00:00:01,000 -> 00:00:02,000|Text', has times that cannot be read (line 2)",
        "'1|00:00:01,000 --> 00:00:02,000|Text||more|and more|2|00:00:03,000 --> 00:00:04,000|Text', "
                + "has times in the midst of a text: an empty line is missing before (line 8)",
        "'|Text||1|00:00:01,000 --> 00:00:02,000|Text', has a text without times (line 2)"
    })
    void saysWhatIsWrongAndWhere(String file, String problem) {
        assertThatThrownBy(() -> webVtt(file.replace('|', '\n')))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage(problem);
    }

    @Test
    void dropsALineThatHasNothingButTagsAndATextThatIsNeverShown() throws Exception {
        assertThat(webVtt("""
                00:00:01,000 --> 00:00:02,000
                {\\an8}
                A tag {\\i1 and <font of no end

                00:00:03,000 --> 00:00:03,000
                never shown

                nor this

                00:00:04,000 --> 00:00:05,000

                after an empty line
                """)).isEqualTo("""
                WEBVTT

                00:00:01.000 --> 00:00:02.000
                A tag {\\i1 and &lt;font of no end

                00:00:04.000 --> 00:00:05.000
                after an empty line
                """);
    }

    /** What takes time that grows with the square of its length in a careless reader. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\\",
                "<font",
                "</FONT",
                "&a",
                "&#",
                "<1",
                "<v ",
                "1:",
                " ",
                "\u2003",
                "x\n",
                "x\n\n",
                "0\n0\n\n"
            })
    void isDoneSoonWithAnyFile(String again) {
        String times = "00:00:01,000 --> 00:00:02,000\n";
        String piece = again.repeat(SubtitleReader.LONGEST_TEXT / again.length() - 1) + "\n\n";
        for (String start : List.of("", "WEBVTT\n\n")) {
            for (String file : List.of(
                    times + again.repeat(LARGE / again.length()), (times + piece).repeat(LARGE / piece.length()))) {
                assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
                    try {
                        TextCues.parse(utf8(start + file));
                    } catch (MalformedFileException e) {
                        assertThat(e).hasMessageContaining("line ");
                    }
                });
            }
        }
    }

    @Test
    void takesNoFileOfMoreThanAnyoneReads() {
        String text = "1\n00:00:01,000 --> 00:00:02,000\nText\n\n";

        assertThatThrownBy(() -> webVtt(text.repeat(100_001))).hasMessage("has more than 100000 texts (line 400001)");
        assertThatThrownBy(() -> webVtt(text + "x".repeat(100_000)))
                .hasMessage("has more than 100000 characters without a time between them (line 5)");
        assertThatThrownBy(() -> webVtt(text + "x\n\n".repeat(100_000)))
                .hasMessageStartingWith("has more than 100000 characters without a time between them");
    }

    @Test
    void wantsUtf8() {
        byte[] file = "WEBVTT\n\n00:01.000 --> 00:02.000\nGrüße\n".getBytes(Charset.forName("windows-1252"));

        assertThatThrownBy(() -> TextCues.parse(file)).hasMessage("is not in UTF-8");
    }

    private static String webVtt(String file) throws MalformedFileException {
        return new String(TextCues.parse(utf8(file)).toWebVtt(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
