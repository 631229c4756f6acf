package dev.dashline.media.ffmpeg;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * The {@code ffmpeg} and {@code ffprobe} that come with Dashline. Any user can run them, on a machine that has no
 * FFmpeg.
 *
 * <p>They are unpacked once, into JavaCPP's cache folder ({@code -Dorg.bytedeco.javacpp.cachedir}, by default {@code
 * ~/.javacpp/cache}). JavaCPP does not do that for us: it loads the libraries into this process first, which fails
 * without those for screen and sound (ADR 20).
 *
 * @param ffmpeg the encoder
 * @param ffprobe the prober
 */
public record BundledFfmpeg(Path ffmpeg, Path ffprobe) {

    private static final List<String> PROGRAMS = List.of("ffmpeg", "ffprobe");

    /**
     * Unpacks the programs, unless they are there. Several processes may call it at the same time.
     *
     * @throws IOException if FFmpeg for this platform is not on the class path, or cannot be written
     */
    public static BundledFfmpeg install() throws IOException {
        String folder = "org/bytedeco/ffmpeg/" + Loader.getPlatform() + "-gpl/";
        URL program = BundledFfmpeg.class.getClassLoader().getResource(folder + "ffmpeg");
        if (program == null || !(program.openConnection() instanceof JarURLConnection connection)) {
            throw new FileNotFoundException("FFmpeg for " + Loader.getPlatform()
                    + " is not on the class path; build with -Dnative.platform=" + Loader.getPlatform());
        }
        Path jar = Path.of(connection.getJarFile().getName()).getFileName();
        Path home = cache().resolve("dashline-1-" + jar.toString().replace(".jar", ""));
        if (!Files.isDirectory(home)) {
            unpack(connection.getJarFile(), folder, home);
        }
        return new BundledFfmpeg(home.resolve("ffmpeg"), home.resolve("ffprobe"));
    }

    /** Where programs are unpacked. */
    public static Path cache() throws IOException {
        return Loader.getCacheDir().toPath();
    }

    private static void unpack(JarFile jar, String folder, Path home) throws IOException {
        Path unfinished = Files.createDirectory(home.resolveSibling(home.getFileName() + ".part-" + UUID.randomUUID()));
        try {
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (entry.getName().startsWith(folder) && !name.isEmpty() && !name.startsWith("libjni")) {
                    unpack(jar, entry, unfinished.resolve(name));
                }
            }
            Files.move(unfinished, home);
        } catch (FileSystemException e) {
            // Another process was quicker and has unpacked the same.
            if (!Files.isDirectory(home)) {
                throw e;
            }
        } finally {
            delete(unfinished);
        }
    }

    private static void unpack(JarFile jar, JarEntry entry, Path file) throws IOException {
        try (InputStream content = jar.getInputStream(entry)) {
            Files.copy(content, file);
        }
        ElfFile.withoutDevices(file);
        boolean program = PROGRAMS.contains(file.getFileName().toString());
        if (program && !file.toFile().setExecutable(true, false)) {
            throw new IOException(file + " cannot be made executable");
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
