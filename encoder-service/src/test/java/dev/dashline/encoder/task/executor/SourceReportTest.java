package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.SourceReport;
import dev.dashline.events.SourceSound;
import dev.dashline.events.SourceVideo;
import dev.dashline.testsupport.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as FFmpeg makes them. {@code NotesTest} of media has a source for each note. */
class SourceReportTest {

    private static final String COLOURS =
            "format=yuv420p,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv";

    @TempDir
    private Path folder;

    @Test
    void tellsAllThatIsUnderstood() throws Exception {
        Path text = Files.writeString(folder.resolve("a.srt"), "1\n00:00:01,000 --> 00:00:02,000\nHello\n");
        Path font = Files.writeString(folder.resolve("a.ttf"), "a font");
        Path source = folder.resolve("all.mkv");
        Programs.make(
                source,
                "-f lavfi -i testsrc2=s=360x288:r=25:d=3 -f lavfi -i sine=d=3 -f lavfi -i sine=d=3 -i " + text
                        + " -map 0 -map 1 -map 2 -map 3 -attach " + font
                        + " -c:v libx264 -preset ultrafast -vf setsar=16/15," + COLOURS
                        + " -c:a aac -c:s subrip -metadata:s:a:0 language=ger -metadata:s:a:0 title=Ton"
                        + " -metadata:s:a:1 language=fre -disposition:a:1 comment -metadata:s:t mimetype=font/ttf");

        SourceReport report = report(source);

        assertThat(report.getContainer()).isEqualTo("matroska,webm");
        SourceVideo video = report.getVideo().orElseThrow();
        assertThat(video.getCodec()).isEqualTo("h264");
        assertThat(List.of(video.getCodedWidth(), video.getCodedHeight(), video.getWidth(), video.getHeight()))
                .containsExactly(360, 288, 384, 288);
        assertThat(video.getPixels()).isEqualTo("16:15");
        assertThat(video.getFrameRate()).isEqualTo("25/1");
        assertThat(video.getFrameRateOrigin()).isEqualTo("PICTURES");
        assertThat(video.getStatedFrameRate()).contains("25/1");
        assertThat(video.getColours().getMatrix()).isEqualTo("bt709");
        assertThat(video.getColours().getAssumed()).isEmpty();
        assertThat(video.getDurationMillis()).isEqualTo(3_000);
        assertThat(report.getSound()).extracting(SourceSound::getTracks).containsExactly(List.of(1), List.of(2));
        SourceSound sound = report.getSound().get(0);
        assertThat(sound.getLayout()).isEqualTo("mono");
        assertThat(sound.getLanguage()).contains("de");
        assertThat(sound.getLabel()).contains("Ton");
        assertThat(report.getSound().get(1).getRoles()).containsExactly("COMMENTARY");
        assertThat(report.getText()).singleElement().satisfies(track -> {
            assertThat(track.getCodec()).isEqualTo("subrip");
            assertThat(track.getTrack()).isEqualTo(3);
        });
        assertThat(codes(report)).containsExactlyInAnyOrder("ATTACHMENTS_LEFT_OUT", "PIXELS_SQUARED");
    }

    @ParameterizedTest
    @CsvSource({
        "few.mkv, -f lavfi -i testsrc2=s=320x180:r=2:d=4 -c:v libx264, RATE_RAISED COLOURS_ASSUMED",
        "many.mkv, -f lavfi -i testsrc2=s=320x180:r=120:d=1 -c:v libx264, RATE_HALVED COLOURS_ASSUMED",
        "fields.mkv, '-f lavfi -i testsrc2=s=320x180:r=50:d=2 -vf tinterlace=interleave_top,fieldorder=tff"
                + " -c:v libx264 -flags +ilme+ildct', DEINTERLACED COLOURS_ASSUMED",
        "rgb.mkv, -f lavfi -i testsrc2=s=320x180:r=25:d=1 -c:v ffv1 -pix_fmt gbrp,"
                + " COLOURS_CONVERTED COLOURS_ASSUMED",
        "film.mkv, '-f lavfi -i testsrc2=s=320x180:r=24000/1001:d=3 -vf"
                + " settb=1001/60000,setpts=floor(N*5/2) -fps_mode passthrough -enc_time_base 1001/60000"
                + " -c:v libx264 -bf 0', TELECINE_UNDONE COLOURS_ASSUMED",
        "pair.mkv, -f lavfi -i testsrc2=s=320x180:r=25:d=2 -f lavfi -i sine=d=2 -f lavfi -i sine=d=2 -map 0 -map 1"
                + " -map 2 -c:v libx264 -c:a aac, MONO_TRACKS_JOINED COLOURS_ASSUMED",
        "late.mkv, -f lavfi -i testsrc2=s=320x180:r=25:d=4 -itsoffset 2 -f lavfi -i sine=d=2 -map 0 -map 1 -c:v libx264"
                + " -c:a aac, SOUND_STARTS_LATE COLOURS_ASSUMED",
        "long.mkv, -f lavfi -i testsrc2=s=320x180:r=25:d=1 -f lavfi -i sine=d=5 -c:v libx264 -c:a aac,"
                + " LAST_PICTURE_HELD COLOURS_ASSUMED",
        "ambisonic.mkv, -f lavfi -i testsrc2=s=320x180:r=25:d=2 -f lavfi -i anoisesrc=d=2:r=48000 -af"
                + " pan=4c|c0=c0|c1=c0|c2=c0|c3=c0 -c:v libx264 -c:a libopus -mapping_family 2,"
                + " SOUND_MIXED COLOURS_ASSUMED"
    })
    void saysWhatIsDoneAboutIt(String name, String options, String codes) throws Exception {
        Path source = folder.resolve(name);
        Programs.make(source, options + (options.contains("-pix_fmt") ? "" : " -pix_fmt yuv420p"));

        assertThat(codes(report(source))).containsExactlyInAnyOrder(codes.split(" "));
    }

    private static List<String> codes(SourceReport report) {
        return report.getNotes().stream().map(note -> note.getCode()).toList();
    }

    private SourceReport report(Path source) throws Exception {
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            pipeline.analyze(source);
            return pipeline.report();
        }
    }
}
