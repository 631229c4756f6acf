package dev.dashline.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.runtime.Layer;
import dev.dashline.runtime.http.MetricsAccess;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.threads.Loop;
import dev.dashline.runtime.trace.TraceSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceHostTest {

    private static final HostConfig CONFIG = new HostConfig(
            new KafkaSettings(Map.of(), Map.of("schema.registry.url", "http://localhost:1")),
            Path.of("nowhere"),
            Duration.ofSeconds(6),
            Optional.empty(),
            MetricsAccess.THIS_MACHINE,
            TraceSettings.OFF);

    private final List<String> calls = new ArrayList<>();
    private final Part store = new Part("store");
    private final Part reader = new Part("reader");
    private final ServiceHost host = ServiceHost.build("a-service", CONFIG, made -> {
        made.add("store", store);
        made.add("reader", reader);
        return made;
    });

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void startsPartsInOrderAndClosesThemInReverse() {
        host.start();
        host.close();

        assertThat(calls).containsExactly("start store", "start reader", "close reader", "close store");
    }

    @Test
    void closesTheOtherPartsIfOneCannotBeClosed() {
        reader.breaksOnClose = true;

        host.close();

        assertThat(calls).containsExactly("close reader", "close store");
    }

    @Test
    void closesOnce() {
        host.close();
        host.close();

        assertThat(calls).hasSize(2);
    }

    @Test
    void closesWhatWasMadeIfTheWiringFails() {
        assertThatThrownBy(() -> ServiceHost.build("a-service", CONFIG, made -> {
                    made.add("half", new Part("half"));
                    throw new IllegalStateException("no FFmpeg");
                }))
                .hasMessage("no FFmpeg");

        assertThat(calls).containsExactly("close half");
    }

    @Test
    void isReadyWhenAllPartsAre() {
        assertThat(host.notReadyBecause()).isEmpty();
    }

    @Test
    void namesEachPartThatIsMissing() {
        store.reason = "not read yet";
        reader.reason = "no broker";

        assertThat(host.notReadyBecause()).contains("store: not read yet; reader: no broker");
    }

    @Test
    void isBrokenWhenAPartIs() {
        reader.fault = new IllegalStateException("lost");

        assertThat(host.fatalError()).containsSame(reader.fault);
    }

    @Test
    void isBrokenWhenOneOfItsThreadsIs() throws Exception {
        Loop loop = host.supervisor().once("start", () -> {
            throw new IllegalStateException("no store");
        });

        assertThat(loop.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(host.fatalError()).get().extracting(Throwable::getMessage).isEqualTo("no store");
        assertThat(host.scrape()).contains("dashline_thread_failures_total{thread=\"start\"} 1.0");
    }

    private final class Part implements Layer {

        private final String name;
        private @Nullable String reason;
        private @Nullable Throwable fault;
        private boolean breaksOnClose;

        Part(String name) {
            this.name = name;
        }

        @Override
        public void start() {
            calls.add("start " + name);
        }

        @Override
        public Optional<String> notReadyBecause() {
            return Optional.ofNullable(reason);
        }

        @Override
        public Optional<Throwable> fatalError() {
            return Optional.ofNullable(fault);
        }

        @Override
        public void close() {
            calls.add("close " + name);
            if (breaksOnClose) {
                throw new IllegalStateException("stuck");
            }
        }
    }
}
