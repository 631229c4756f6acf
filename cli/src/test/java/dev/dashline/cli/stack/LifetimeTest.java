package dev.dashline.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LifetimeTest {

    private final List<String> stopped = new CopyOnWriteArrayList<>();
    private final Lifetime lifetime = new Lifetime();

    @Test
    void stopsTheLastLayerFirst() {
        lifetime.add(() -> stopped.add("data"));
        lifetime.nextLayer(true);
        lifetime.add(() -> stopped.add("broker"));
        lifetime.nextLayer(true);
        lifetime.add(() -> stopped.add("service"));

        lifetime.close();

        assertThat(stopped).containsExactly("service", "broker", "data");
    }

    @Test
    void waitsForNothingThatEndsByItself() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        lifetime.add(() -> stopped.add("data"));
        lifetime.nextLayer(false);
        lifetime.add(() -> {
            gone.await();
            stopped.add("service");
        });

        lifetime.close();

        assertThat(stopped).containsExactly("data");
        gone.countDown();
        await().until(() -> stopped.equals(List.of("data", "service")));
    }

    @Test
    void stopsTheRestWhenOneDoesNotStopWell() {
        lifetime.add(() -> stopped.add("data"));
        lifetime.nextLayer(true);
        lifetime.add(() -> {
            throw new IllegalStateException("does not stop well");
        });

        lifetime.close();

        assertThat(stopped).containsExactly("data");
    }

    @Test
    void stopsAtOnceWhatComesTooLate() {
        lifetime.close();

        assertThatIllegalStateException().isThrownBy(() -> lifetime.add(() -> stopped.add("late")));
        assertThat(stopped).containsExactly("late");
    }
}
