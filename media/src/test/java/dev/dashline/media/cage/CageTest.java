package dev.dashline.media.cage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dashline.media.ffmpeg.BundledFfmpeg;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program in FFmpeg's place can do. Bash tries files, connections and processes without another program. */
class CageTest {

    private static final Path BASH = Path.of("/bin/bash");
    private static final Duration TIME = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Path work;
    private Path canary;
    private BundledFfmpeg ffmpeg;
    private Cage cage;

    @BeforeEach
    void build() throws Exception {
        work = Files.createDirectory(folder.resolve("work"));
        canary = Files.writeString(folder.resolve("canary"), "untouched\n");
        ffmpeg = BundledFfmpeg.install();
        cage = cage(new CageLimits(1L << 30, 1 << 20));
        assumeTrue(cage.gaps().isEmpty(), () -> "this machine cannot: " + cage.gaps());
        assumeTrue(Files.isExecutable(BASH), "bash is not there");
    }

    private Cage cage(CageLimits limits) throws Exception {
        return Cages.build(Confinement.AUTO, limits, folder.resolve("launcher"), List.of(ffmpeg.ffmpeg()));
    }

    /** What a program wrote to both outputs, and how it ended. */
    private record End(int status, String text) {}

    private End bash(Reach reach, String script) throws Exception {
        return run(List.of(BASH.toString(), "-c", "exec 2>&1; " + script), reach, TIME);
    }

    private End run(List<String> command, Reach reach, Duration processorTime) throws Exception {
        Process process = cage.start(command, reach, processorTime);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new End(process.waitFor(), out + err);
    }

    @Test
    void hasNoEnvironment() throws Exception {
        assertThat(System.getenv()).containsKey("PATH");

        assertThat(bash(Reach.NONE, "export -p; ulimit -c").text())
                .doesNotContain("PATH", "HOME", "USER", "LANG")
                .endsWith("0\n");
    }

    @Test
    void readsNothingButItsSourceAndItsFolder() throws Exception {
        Path source = Files.writeString(folder.resolve("source"), "the source\n");
        Path own = Files.writeString(work.resolve("own"), "its own\n");
        String script = "for f in /proc/1/environ /proc/$PPID/environ /proc/self/environ /etc/passwd " + canary + " "
                + source + " " + own + "; do read -r line < $f && echo \"<$line>\"; done 2>&1; :";

        End end = bash(Reach.file(source).in(work), script);

        assertThat(end.text()).contains("<the source>\n<its own>\n");
        assertThat(end.text().lines().filter(line -> line.startsWith("<"))).hasSize(2);
        assertThat(end.text().lines().filter(line -> line.endsWith("Permission denied")))
                .hasSize(5);
    }

    @Test
    void writesNothingButInItsFolder() throws Exception {
        Path source = Files.writeString(folder.resolve("source"), "the source\n");

        bash(
                Reach.file(source).in(work),
                "echo x > " + work.resolve("new") + "; echo x > " + source + "; echo x >> " + canary + "; echo x > "
                        + folder.resolve("other"));

        assertThat(work.resolve("new")).hasContent("x");
        assertThat(source).hasContent("the source");
        assertThat(canary).hasContent("untouched");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void connectsToItsPortAlone() throws Exception {
        InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (ServerSocket own = new ServerSocket(0, 5, here);
                ServerSocket other = new ServerSocket(0, 5, here);
                DatagramSocket datagrams = new DatagramSocket(new InetSocketAddress(here, 0))) {
            String connects = """
                    { exec 3<>/dev/tcp/127.0.0.1/%d; } && echo own
                    { exec 3<>/dev/tcp/127.0.0.1/%d; } && echo other
                    { exec 3<>/dev/udp/127.0.0.1/%d; } && echo datagrams
                    """.formatted(own.getLocalPort(), other.getLocalPort(), datagrams.getLocalPort());

            assertThat(bash(Reach.port(own.getLocalPort()), connects).text().lines())
                    .contains("own")
                    .doesNotContain("other", "datagrams");
            assertThat(bash(Reach.NONE, connects).text().lines()).doesNotContain("own", "other", "datagrams");
        }
    }

    @Test
    void opensNoSocketOfTheSystem() throws Exception {
        Path socket = work.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            List<String> read =
                    List.of(ffmpeg.ffmpeg().toString(), "-f", "data", "-i", "unix:" + socket, "-f", "null", "-");

            assertThat(run(read, Reach.port(1).in(work), TIME).text()).contains("Operation not permitted");
        }
    }

    @Test
    void startsNoOtherProcess() throws Exception {
        assertThat(bash(Reach.NONE, "bomb() { bomb | bomb & }; bomb; echo on").text())
                .contains("Operation not permitted")
                .doesNotContain("on\n");
    }

    @Test
    void sendsNoSignalToOthers() throws Exception {
        Process other = new ProcessBuilder("sleep", "30").start();
        try {
            assertThat(bash(Reach.NONE, "kill -9 " + other.pid()).text()).contains("Operation not permitted");
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void endsWithItsProcessorTime() throws Exception {
        End end = run(List.of(BASH.toString(), "-c", "while :; do :; done"), Reach.NONE, Duration.ofSeconds(1));

        assertThat(end.status()).isEqualTo(128 + 24);
    }

    @Test
    void endsWithItsRoomForFiles() throws Exception {
        String endless = "while :; do echo 0123456789012345678901234567890123456789; done > " + work.resolve("large");

        assertThat(bash(Reach.NONE.in(work), endless).status()).isEqualTo(128 + 25);
        assertThat(work.resolve("large")).hasSize(1 << 20);
    }

    @Test
    void endsWithItsMemory() throws Exception {
        cage = cage(new CageLimits(64 << 20, 1 << 20));

        assertThat(bash(Reach.NONE, "x=x; while :; do x=$x$x; done").text()).contains("cannot allocate");
    }

    @Test
    void isRefusedWhereAMachineCannotBuildItAndItIsRequired() throws IOException {
        Path noFolder = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(
                        () -> Cages.build(Confinement.REQUIRED, CageLimits.DEFAULT, noFolder, List.of(ffmpeg.ffmpeg())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("CONFINEMENT is required, and this machine cannot do it");
    }

    @Test
    void holdsBackTheEnvironmentEvenIfOff() throws Exception {
        cage = Cages.build(Confinement.OFF, CageLimits.DEFAULT, folder, List.of(ffmpeg.ffmpeg()));

        assertThat(bash(Reach.NONE, "export -p").text()).doesNotContain("HOME");
    }
}
