package dev.dashline.media.command;

import dev.dashline.media.thumbnail.TileSheets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that makes JPEG files from keyframes: sheets of small pictures, and a poster. Pure. */
public final class ThumbnailCommand {

    /** JPEG uses BT.601 in full range. The flags give the same pixels on every processor. */
    private static final String AS_JPEG = "out_color_matrix=bt601:out_range=pc:flags=bicubic+accurate_rnd+bitexact";

    private static final String SHEET_QUALITY = "5";
    private static final String POSTER_QUALITY = "3";

    /**
     * Input and output.
     *
     * @param tiles an MP4 file with a keyframe for each small picture
     * @param poster an MP4 file with one keyframe
     * @param sheets the folder for {@code 1.jpg}, {@code 2.jpg} and so on
     * @param posterJpeg the file for the poster
     */
    public record Files(Path tiles, Path poster, Path sheets, Path posterJpeg) {}

    private ThumbnailCommand() {}

    /** The arguments, without the program. */
    public static List<String> arguments(TileSheets.Layout layout, Files files) {
        List<String> arguments = new ArrayList<>(CommonOptions.global());
        for (Path input : List.of(files.tiles(), files.poster())) {
            arguments.addAll(List.of("-threads", "1", "-err_detect", "explode"));
            arguments.addAll(List.of("-format_whitelist", "mov", "-protocol_whitelist", "file"));
            arguments.addAll(List.of("-i", "file:" + input.toAbsolutePath()));
        }
        String filter = "scale=" + layout.tileWidth() + ":" + layout.tileHeight() + ":" + AS_JPEG
                + ",format=yuv420p,tile=" + layout.columns() + "x" + layout.rows();
        arguments.addAll(List.of("-map", "0:v:0", "-vf", filter));
        arguments.addAll(jpeg(SHEET_QUALITY));
        // In a name pattern, a percent sign is written twice.
        String folder = files.sheets().toAbsolutePath().toString().replace("%", "%%");
        arguments.addAll(List.of("-start_number", "1", folder + "/%d.jpg"));
        arguments.addAll(List.of("-map", "1:v:0", "-vf", "scale=" + AS_JPEG + ",format=yuv420p"));
        arguments.addAll(jpeg(POSTER_QUALITY));
        arguments.addAll(
                List.of("-update", "1", files.posterJpeg().toAbsolutePath().toString()));
        return arguments;
    }

    private static List<String> jpeg(String quality) {
        return List.of(
                "-fps_mode",
                "passthrough",
                "-bitexact",
                "-map_metadata",
                "-1",
                "-c:v",
                "mjpeg",
                "-threads",
                "1",
                "-q:v",
                quality,
                "-f",
                "image2");
    }
}
