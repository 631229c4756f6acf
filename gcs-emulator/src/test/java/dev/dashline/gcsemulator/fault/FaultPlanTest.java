package dev.dashline.gcsemulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.gcsemulator.GcsHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultPlanTest {

    private static final String MEDIA = "/storage/v1/b/bucket/o/a?alt=media";

    private final GcsEmulator emulator = GcsEmulator.start().withBucket("bucket");
    private final GcsHttp http = new GcsHttp(emulator.url());

    @AfterEach
    void close() {
        emulator.close();
    }

    @Test
    void answersWithAnErrorSoManyTimesAndThenNoMore() throws Exception {
        http.upload("a", "hello", "");
        emulator.faults()
                .add(FaultRule.every(new Fault.Status(503))
                        .on("^GET .*o/a")
                        .after(1)
                        .times(2));
        assertThat(List.of(status(), status(), status(), status())).containsExactly(200, 503, 503, 200);
        assertThat(emulator.faults().injected()).isEqualTo(2);
    }

    private int status() throws Exception {
        return http.get(MEDIA).status();
    }

    @Test
    void doesNothingBeforeAReset() throws Exception {
        emulator.faults().add(FaultRule.every(new Fault.Reset()).on("^POST").times(1));
        assertThatThrownBy(() -> http.upload("a", "hello", "")).isInstanceOf(IOException.class);
        assertThat(status()).isEqualTo(404);
    }

    @Test
    void isDownForAllRequestsFromOneOnAndThenUpAgain() throws Exception {
        emulator.faults()
                .add(FaultRule.every(new Fault.Outage(Duration.ofMillis(500)))
                        .on("o/b")
                        .times(1));
        assertThat(status()).isEqualTo(404);
        assertThatThrownBy(() -> http.get("/storage/v1/b/bucket/o/b")).isInstanceOf(IOException.class);
        assertThatThrownBy(this::status).isInstanceOf(IOException.class);

        while (emulator.faults().isDown()) {
            Thread.onSpinWait();
        }
        assertThat(status()).isEqualTo(404);
    }

    @Test
    void losesTheAnswerOfWhatIsDone() throws Exception {
        emulator.faults()
                .add(FaultRule.every(new Fault.LostResponse()).on("^POST").times(1));
        assertThatThrownBy(() -> http.upload("a", "hello", "")).isInstanceOf(IOException.class);
        assertThat(status()).isEqualTo(200);
    }

    @Test
    void breaksAnAnswer() throws Exception {
        http.upload("a", "hello", "");
        emulator.faults()
                .add(FaultRule.every(new Fault.BreakAfter(3)).on("alt=media").times(1));
        assertThatThrownBy(this::status).isInstanceOf(IOException.class);
    }

    @Test
    void spoilsContent() throws Exception {
        emulator.faults().add(FaultRule.every(new Fault.Corrupt()).times(2));
        http.upload("a", "hello", "");
        assertThat(http.get(MEDIA).text()).isEqualTo("hello");
        assertThat(http.get(MEDIA).text()).isEqualTo("iello");
    }

    @Test
    void stallsUntilItIsClosed() throws Exception {
        emulator.faults().add(FaultRule.every(new Fault.Stall(Duration.ofHours(1))));
        Thread closer = new Thread(emulator::close);
        closer.start();
        assertThatThrownBy(this::status).isInstanceOf(IOException.class);
        closer.join();
    }

    @Test
    void isSlow() throws Exception {
        http.upload("a", "x".repeat(20_000), "");
        emulator.faults().latency(Duration.ofMillis(50)).bandwidth(100_000);
        long start = System.nanoTime();
        status();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(245));
    }

    @Test
    void decidesBySeedAndNotByOrder() {
        List<String> lines = IntStream.range(0, 400).mapToObj(i -> "GET " + i).toList();
        List<String> reversed = lines.stream()
                .collect(java.util.stream.Collectors.collectingAndThen(java.util.stream.Collectors.toList(), list -> {
                    Collections.reverse(list);
                    return list;
                }));
        FaultRule rule = FaultRule.every(new Fault.Reset()).withProbability(0.1, 42);
        Function<List<String>, List<String>> hit = all -> {
            FaultPlan plan = new FaultPlan().add(rule);
            return all.stream()
                    .filter(line -> plan.next(line).isPresent())
                    .sorted()
                    .toList();
        };
        assertThat(hit.apply(lines)).hasSizeBetween(20, 60).isEqualTo(hit.apply(reversed));
    }

    @Test
    void countsWhatItCarries() throws Exception {
        Traffic before = emulator.traffic();
        http.upload("a", "hello", "");
        http.get(MEDIA, "Range", "bytes=1-3");
        Traffic traffic = emulator.traffic().since(before);
        assertThat(traffic.requests()).isEqualTo(2);
        assertThat(traffic.received()).isEqualTo(5);
        assertThat(traffic.sent()).isGreaterThan(3);
    }
}
