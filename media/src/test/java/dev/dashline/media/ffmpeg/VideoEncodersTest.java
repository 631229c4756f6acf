package dev.dashline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.media.cage.Cage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoEncodersTest {

    @TempDir
    Path devices;

    @Test
    void theBundledFfmpegHasAnEncoderOfEachCodec() throws Exception {
        Path ffmpeg = FfmpegTools.in(Optional.empty()).ffmpeg();

        assertThat(VideoEncoders.of(ffmpeg, Cage.open(), devices))
                .isSorted()
                .contains("libsvtav1", "libx264", "libx265")
                .doesNotContain("h264_nvenc", "hevc_vaapi");
    }

    @Test
    void anEncoderThatNeedsADeviceIsThereWithTheDevice() throws Exception {
        String told = """
                 V..... = Video
                 ------
                 V....D libx264              libx264 H.264 / AVC / MPEG-4 AVC / MPEG-4 part 10 (codec h264)
                 V....D h264_nvenc           NVIDIA NVENC H.264 encoder (codec h264)
                 V..... hevc_v4l2m2m         V4L2 mem2mem HEVC encoder wrapper (codec hevc)
                 V....D libvpx-vp9           libvpx VP9 (codec vp9)
                 A....D aac                  AAC (Advanced Audio Coding)
                """;
        assertThat(VideoEncoders.in(told, devices)).containsExactly("libx264");

        Files.createFile(devices.resolve("nvidiactl"));
        Files.createFile(devices.resolve("video11"));
        assertThat(VideoEncoders.in(told, devices)).containsExactly("h264_nvenc", "hevc_v4l2m2m", "libx264");
    }

    @Test
    void aSystemWithoutAFolderOfDevicesHasNone() {
        String told = " V....D h264_nvenc  NVIDIA NVENC H.264 encoder (codec h264)";

        assertThat(VideoEncoders.in(told, devices.resolve("none"))).isEmpty();
    }
}
