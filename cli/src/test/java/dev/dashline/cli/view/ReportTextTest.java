package dev.dashline.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.ReportedColours;
import dev.dashline.events.SourceNote;
import dev.dashline.events.SourceReport;
import dev.dashline.events.SourceSound;
import dev.dashline.events.SourceText;
import dev.dashline.events.SourceVideo;
import dev.dashline.schemas.ReportJson;
import dev.dashline.schemas.TrustedEvents;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTextTest {

    static {
        TrustedEvents.vouch();
    }

    private final SourceReport report = SourceReport.newBuilder()
            .setContainer("mpegts")
            .setVideo(SourceVideo.newBuilder()
                    .setTrack(0)
                    .setCodec("mpeg2video")
                    .setCodedWidth(720)
                    .setCodedHeight(480)
                    .setWidth(853)
                    .setHeight(480)
                    .setPixels("32:27")
                    .setRotation(0)
                    .setInterlaced(false)
                    .setFrameRate("24000/1001")
                    .setFrameRateOrigin("TELECINE")
                    .setStatedFrameRate("30000/1001")
                    .setColours(new ReportedColours(
                            "yuv", "smpte170m", "smpte170m", "smpte170m", "tv", List.of("primaries", "transfer")))
                    .setDurationMillis(60_040)
                    .build())
            .setSound(List.of(SourceSound.newBuilder()
                    .setTracks(List.of(1, 2))
                    .setCodec("mp2")
                    .setSampleRate(48_000)
                    .setChannels(1)
                    .setLayout("mono")
                    .setLanguage("en")
                    .setLabel("Director")
                    .setRoles(List.of("COMMENTARY"))
                    .setDurationMillis(60_000)
                    .build()))
            .setText(List.of(SourceText.newBuilder()
                    .setTrack(3)
                    .setCodec("subrip")
                    .setLanguage("de")
                    .build()))
            .setCaptions(true)
            .setNotes(List.of(
                    new SourceNote("TELECINE_UNDONE", 0, "It is a film."),
                    new SourceNote("ATTACHMENTS_LEFT_OUT", null, "Fonts are left out.")))
            .build();

    @Test
    void saysWhyTheOutputIsAsItIs() {
        assertThat(ReportText.lines(report))
                .containsExactly(
                        "  source  mpegts",
                        "  track 0: mpeg2video 720x480, shown as 853x480, 60.0 s",
                        "    23.976 frames a second, as a film for television has (stated: 29.97)",
                        "    yuv of smpte170m (tv), primaries smpte170m, transfer smpte170m,"
                                + " assumed: primaries, transfer",
                        "  track 1 and 2: mp2, 1 channel (mono), 48000 Hz, en \"Director\" commentary, 60.0 s",
                        "  track 3: subrip, de",
                        "  note    TELECINE_UNDONE, track 0: It is a film.",
                        "  note    ATTACHMENTS_LEFT_OUT: Fonts are left out.");
    }

    @Test
    void isReadFromTheServicesJsonAsItWasWritten() {
        assertThat(ReportJson.read(ReportJson.write(report))).isEqualTo(report);
    }
}
