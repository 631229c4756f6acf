package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.testsupport.Programs;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares what was encoded with its source. */
final class Similarity {

    private static final Pattern SSIM = Pattern.compile("All:([0-9.]+)");

    private Similarity() {}

    /**
     * 1 if each frame looks as the source's frame in its place does.
     *
     * @param reference filters that make of the source's pictures what they should have become
     * @param size of the pictures, such as 320x180
     */
    static double of(Path source, String reference, String size, Path encoded) throws Exception {
        String graph = "[0:v]%s,scale=%s,format=yuv420p,setsar=1,setpts=N/25/TB[a];[1:v]setpts=N/25/TB[b];[a][b]ssim"
                .formatted(reference, size.replace('x', ':'));
        List<String> arguments = List.of(
                "-nostdin", "-i", source.toString(), "-i", encoded.toString(), "-lavfi", graph, "-f", "null", "-");
        Programs.Output output = Programs.run(Programs.tools().ffmpeg(), arguments);
        Matcher found = SSIM.matcher(output.err());
        assertThat(found.find()).as(output.err()).isTrue();
        return Double.parseDouble(found.group(1));
    }
}
