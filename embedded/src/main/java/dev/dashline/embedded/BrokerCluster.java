package dev.dashline.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Brokers on this machine that are one cluster, each in a JVM of its own. With three or more of them any one may be
 * killed: what is kept has three copies, and two brokers have what they acknowledge.
 *
 * <p>Methods are safe for use by any thread.
 */
public final class BrokerCluster implements AutoCloseable {

    private final List<EmbeddedBroker> brokers;

    private BrokerCluster(List<EmbeddedBroker> brokers) {
        this.brokers = List.copyOf(brokers);
    }

    /**
     * Starts a new cluster and returns when all brokers serve.
     *
     * @param folder where their data and logs are, in a folder for each; must be empty or not exist
     * @param brokers how many
     * @param settings of each, by its number from 1 on, as {@link EmbeddedBroker#start(Path, int, Map)} takes them
     * @throws UncheckedIOException if one does not start; the message names its log
     */
    public static BrokerCluster start(Path folder, int brokers, IntFunction<Map<String, String>> settings) {
        List<CompletableFuture<EmbeddedBroker>> starting = new ArrayList<>();
        try {
            for (BrokerNode node : BrokerNode.together(brokers)) {
                Path own = Files.createDirectories(folder.resolve("broker-" + node.id()));
                // At the same time: none serves before most of them are there.
                starting.add(CompletableFuture.supplyAsync(
                        () -> EmbeddedBroker.start(own, node, settings.apply(node.id())),
                        task -> new Thread(task, "broker-start-" + node.id()).start()));
            }
            CompletableFuture.allOf(starting.toArray(CompletableFuture[]::new)).join();
            return new BrokerCluster(
                    starting.stream().map(CompletableFuture::join).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (CompletionException e) {
            starting.stream()
                    .filter(each -> !each.isCompletedExceptionally())
                    .forEach(each -> each.join().close());
            throw e.getCause() instanceof UncheckedIOException cause ? cause : e;
        }
    }

    /** What clients take as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return brokers.stream().map(EmbeddedBroker::bootstrapServers).collect(Collectors.joining(","));
    }

    /** The broker of this id, from 1 on. */
    public EmbeddedBroker broker(int id) {
        return brokers.get(id - 1);
    }

    @Override
    public void close() {
        brokers.parallelStream().forEach(EmbeddedBroker::close);
    }
}
