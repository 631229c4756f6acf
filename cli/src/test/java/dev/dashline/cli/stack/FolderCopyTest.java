package dev.dashline.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCopyTest {

    @TempDir
    Path folder;

    @Test
    void copiesAllAndKeepsItWhenTheFirstIsDeleted() throws Exception {
        Path from = video();

        FolderCopy.of(from, folder.resolve("mine"));
        Files.delete(from.resolve("1/v720/init.mp4"));

        assertThat(folder.resolve("mine/manifest.mpd")).hasContent("manifest");
        assertThat(folder.resolve("mine/1/v720/init.mp4")).hasContent("segment");
        assertThat(folder).isDirectoryNotContaining("glob:**/.dashline-*");
    }

    @Test
    void replacesNothing() throws Exception {
        Path there = Files.createDirectories(folder.resolve("mine"));
        Files.writeString(there.resolve("other"), "other");
        Path from = video();

        assertThatThrownBy(() -> FolderCopy.of(from, there)).isInstanceOf(IOException.class);
        assertThat(there.resolve("other")).hasContent("other");
    }

    private Path video() throws IOException {
        Path video = folder.resolve("video");
        Files.createDirectories(video.resolve("1/v720"));
        Files.writeString(video.resolve("manifest.mpd"), "manifest");
        Files.writeString(video.resolve("1/v720/init.mp4"), "segment");
        return video;
    }
}
