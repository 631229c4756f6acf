package dev.dashline.cli.run;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.option.TimeSpanConverter;
import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.gcsemulator.fault.Traffic;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Cloud Storage on this machine, for as long as the command runs. */
@Command(
        name = "gcs-emulator",
        header = "Emulate Google Cloud Storage on this machine until Ctrl-C.",
        description = {
            "",
            "For development and tests: no users, no TLS, reachable from this machine alone unless told otherwise."
                    + " What is stored stays in DIR. Google's own clients and dashline's commands use it where"
                    + " STORAGE_EMULATOR_HOST names it."
        })
public final class GcsEmulatorCommand extends BaseCommand {

    private static final long BITS = 8;
    private static final long MEGA = 1_000_000;

    @Option(names = "--port", defaultValue = "4443", description = "0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port = 4443;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "Where it listens (default: ${DEFAULT-VALUE}). Whoever reaches it can change everything in it.")
    private InetAddress host = InetAddress.getLoopbackAddress();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".dashline/gcs",
            description = "Where objects are kept (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".dashline/gcs");

    @Option(
            names = "--bucket",
            paramLabel = "NAME",
            description = "A bucket to make, unless it is there. May be given more than once.")
    private List<String> buckets = new ArrayList<>();

    @Option(
            names = "--latency",
            paramLabel = "TIME",
            converter = TimeSpanConverter.class,
            description = "Delay every answer by this time, like a distant store.")
    private Optional<Duration> latency = Optional.empty();

    @Option(
            names = "--mbits",
            paramLabel = "N",
            defaultValue = "0",
            description = "Carry no more than N Mbit/s in each direction.")
    private int mbits;

    @Override
    public Integer call() throws InterruptedException {
        Logs.services(verbose());
        try (GcsEmulator emulator = start()) {
            CountDownLatch ended = new CountDownLatch(1);
            Thread hook = new Thread(() -> tell(emulator.traffic()), "gcs-emulator-end");
            Runtime.getRuntime().addShutdownHook(hook);
            welcome(emulator).forEach(System.out::println);
            ended.await();
            return 0;
        }
    }

    private GcsEmulator start() {
        try {
            GcsEmulator emulator = GcsEmulator.start(new InetSocketAddress(host, port), data);
            buckets.forEach(emulator::withBucket);
            emulator.faults().latency(latency.orElse(Duration.ZERO)).bandwidth(mbits * MEGA / BITS);
            return emulator;
        } catch (UncheckedIOException e) {
            throw new CliException(e.getMessage() + "; try another --port or --data", e);
        } catch (IllegalArgumentException e) {
            throw new CliException("--bucket: " + e.getMessage(), CliException.USAGE);
        }
    }

    private List<String> welcome(GcsEmulator emulator) {
        String host = emulator.url().toString();
        String bucket = buckets.isEmpty() ? "videos" : buckets.get(0);
        List<String> lines = new ArrayList<>(List.of(
                "",
                "Cloud Storage is emulated at " + host + ". Its data is in "
                        + data.toAbsolutePath().normalize(),
                "",
                "Use it:              export STORAGE_EMULATOR_HOST=" + host));
        if (buckets.isEmpty()) {
            lines.add("Make a bucket:       curl -X POST -H 'Content-Type: application/json' -d '{\"name\":\"" + bucket
                    + "\"}' " + host + "/storage/v1/b");
        }
        lines.addAll(List.of(
                "Put a video in:      curl -X POST -H 'Content-Type: video/mp4' --data-binary @a.mp4 '" + host
                        + "/upload/storage/v1/b/" + bucket + "/o?uploadType=media&name=a.mp4'",
                "Encode it:           dashline encode gs://" + bucket + "/a.mp4 --out gs://" + bucket + "/out",
                "Stop it:             Ctrl-C",
                ""));
        return lines;
    }

    private static void tell(Traffic traffic) {
        System.err.printf(
                Locale.ROOT,
                "dashline: %d requests, %d bytes received, %d bytes sent%n",
                traffic.requests(),
                traffic.received(),
                traffic.sent());
    }
}
