package dev.dashline.gcsemulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.dashline.gcsemulator.storage.Content;
import dev.dashline.gcsemulator.storage.DataFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many writers of one object; {@code -Ddashline.stress=20000} for longer. Lincheck cannot run what uses files. */
class ObjectTableStressTest {

    private static final int ROUNDS = Integer.getInteger("dashline.stress", 200);
    private static final int WRITERS = 3;
    private static final Preconditions ABSENT = new Preconditions(0L, null, null, null);

    @TempDir
    private Path folder;

    @Test
    void oneOfManyWritersThatExpectNoObjectWins() throws Exception {
        ObjectTable table = new ObjectTable(DataFolder.in(folder), Clock.systemUTC());
        table.createBucket("bucket");
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                ObjectName name = new ObjectName("bucket", "object-" + round);
                List<Future<Boolean>> writers = new ArrayList<>();
                for (int each = 0; each < WRITERS; each++) {
                    writers.add(threads.submit(writer(table, name, start)));
                }
                int won = 0;
                for (Future<Boolean> writer : writers) {
                    won += writer.get() ? 1 : 0;
                }
                assertThat(won).as(name.name()).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(table.writes("bucket", "").values()).hasSize(ROUNDS).containsOnly(1);
    }

    private Callable<Boolean> writer(ObjectTable table, ObjectName name, CyclicBarrier start) {
        Content content = new Content(folder.resolve("content"), 0, "AAAAAA==", "");
        return () -> {
            start.await();
            try {
                table.put(name, JsonNodeFactory.instance.objectNode(), content, ABSENT);
                return true;
            } catch (GcsException e) {
                return false;
            }
        };
    }
}
