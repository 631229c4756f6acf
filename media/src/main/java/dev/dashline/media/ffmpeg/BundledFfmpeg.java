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
 * The {@code ffmpeg} and {@code ffprobe} that come with Dashline, ready to run by any user on a machine that has neither.
 *
 * <p>They are unpacked once, into JavaCPP's cache folder ({@code -Dorg.bytedeco.javacpp.cachedir}, by default
 * {@code ~/.javacpp/cache}), but not by JavaCPP: it loads the libraries into this process before it hands out a program,
 * and fails where those for screen and sound are not installed, as they never are on a server.
 *
 * @param ffmpeg the encoder
 * @param ffprobe the prober
 */
public record BundledFfmpeg(Path ffmpeg, Path ffprobe) {

    private static final List<String> PROGRAMS = List.of("ffmpeg", "ffprobe");

    /**
     * Unpacks the programs unless an earlier run has. Several processes may do so at the same time.
     *
     * @throws IOException if this machine's FFmpeg is not on the class path, or there is no room for it
     */
    public static BundledFfmpeg install() throws IOException {
        String folder = "org/bytedeco/ffmpeg/" + Loader.getPlatform() + "-gpl/";
        URL program = BundledFfmpeg.class.getClassLoader().getResource(folder + "ffmpeg");
        if (program == null || !(program.openConnection() instanceof JarURLConnection connection)) {
            throw new FileNotFoundException("FFmpeg for " + Loader.getPlatform()
                    + " is not on the class path; build with -Dnative.platform=" + Loader.getPlatform());
        }
        Path jar = Path.of(connection.getJarFile().getName()).getFileName();
        Path home = Loader.getCacheDir()
                .toPath()
                .resolve("dashline-1-" + jar.toString().replace(".jar", ""));
        if (!Files.isDirectory(home)) {
            unpack(connection.getJarFile(), folder, home);
        }
        return new BundledFfmpeg(home.resolve("ffmpeg"), home.resolve("ffprobe"));
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
            // Somebody else was quicker, and has put the same there.
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
