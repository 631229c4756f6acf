package dev.dashline.runtime;

import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import dev.dashline.runtime.http.AdminServer;
import dev.dashline.runtime.http.MetricsAccess;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.runtime.threads.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A program around {@link ServiceMain} whose service behaves as its argument says. */
final class FakeMain {

    /** Milliseconds by which the clock was set. */
    private static final AtomicLong set = new AtomicLong();

    private FakeMain() {}

    public static void main(String[] arguments) {
        ClockWatch watch = new ClockWatch(() -> System.currentTimeMillis() + set.get(), System::nanoTime);
        System.exit(ServiceMain.run(System.getenv(), environment -> service(arguments[0], environment), watch));
    }

    private static Service service(String behaviour, Map<String, String> environment) {
        return switch (behaviour) {
            case "port-taken" -> throw new UncheckedIOException("cannot listen on port 1", new IOException("taken"));
            case "misconfigured" -> misconfigured(environment);
            case "kafka" -> connected(environment);
            default -> new Talking(behaviour);
        };
    }

    private static Service misconfigured(Map<String, String> environment) {
        Settings.load(environment, List.of(Setting.integer("SLOTS", "", 1, 64), Setting.text("NAME", "")));
        return new FakeService();
    }

    private static Service connected(Map<String, String> environment) {
        new KafkaProducer<>(KafkaSettings.from(environment).common(), new StringSerializer(), new StringSerializer())
                .close();
        return new FakeService();
    }

    private static final class Talking extends FakeService {

        private final String behaviour;

        Talking(String behaviour) {
            this.behaviour = behaviour;
        }

        @Override
        public void start() {
            // As a service's own threads would, this one keeps the JVM up until it is told to exit.
            new Thread(Talking::stay).start();
            switch (behaviour) {
                case "breaks" -> fault = new IllegalStateException("broken");
                case "starts-as-the-clock-is-set-back" -> set.set(-TimeUnit.HOURS.toMillis(2));
                case "cannot-start" -> throw new IllegalStateException("cannot");
                case "tells-its-health" -> System.out.println(adminPort());
                default -> System.out.println("running");
            }
        }

        private int adminPort() {
            Metrics metrics = new Metrics();
            AdminServer admin = AdminServer.on(
                    0, this, metrics, MetricsAccess.THIS_MACHINE, new Supervisor(metrics.registry()).pool("admin", 2));
            admin.start();
            return admin.port();
        }

        private static void stay() {
            try {
                Thread.currentThread().join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            System.out.println("closed");
        }
    }
}
