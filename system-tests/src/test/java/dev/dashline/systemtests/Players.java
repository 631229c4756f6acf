package dev.dashline.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** JavaScript players from npm. */
final class Players {

    private static final Path CACHE = Path.of("target", "players").toAbsolutePath();

    private Players() {}

    /** The script of dash.js, if it is in the cache or npm provides it. */
    static Optional<Path> dash() throws IOException, InterruptedException {
        return script("dashjs@5.2.1", "dist/modern/umd/dash.all.min.js");
    }

    /** The script of hls.js, if it is in the cache or npm provides it. */
    static Optional<Path> hls() throws IOException, InterruptedException {
        return script("hls.js@1.7.4", "dist/hls.min.js");
    }

    private static Optional<Path> script(String npmPackage, String path) throws IOException, InterruptedException {
        Path folder = CACHE.resolve(npmPackage);
        Path script = folder.resolve("package").resolve(path);
        if (!Files.exists(script)) {
            Files.createDirectories(folder);
            boolean there = succeeds(folder, "npm", "pack", "--silent", npmPackage)
                    && succeeds(folder, "tar", "-xzf", archive(folder).toString(), "package/" + path);
            return there && Files.exists(script) ? Optional.of(script) : Optional.empty();
        }
        return Optional.of(script);
    }

    private static Path archive(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tgz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean succeeds(Path folder, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // no npm on this machine
        }
    }
}
