package dev.dashline.cli.run;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.client.EncoderWorkers;
import dev.dashline.cli.option.KafkaOptions;
import dev.dashline.cli.option.TimeSpanConverter;
import dev.dashline.events.DrainWorker;
import dev.dashline.events.ResumeWorker;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.events.WorkerOrder;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Orders an encoder process to take no further tasks. */
@Command(
        name = "drain",
        header = "Let an encoder end its tasks and take no further ones.",
        description = {
            "",
            "The process lives on, is not ready, and says so in dashline lag. Waits until it runs nothing any more. To"
                    + " drain a process and end it, send it SIGTERM."
        })
public final class DrainCommand extends BaseCommand {

    /** For so long it has to be idle: what it took just before the order may begin after it says that it drains. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    @Parameters(paramLabel = "WORKER", description = "The process, as dashline lag prints it.")
    private String worker = "";

    @Option(names = "--undo", description = "Let it take tasks again, also if it was put aside.")
    private boolean undo;

    @Option(names = "--no-wait", description = "Only give the order.")
    private boolean noWait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeSpanConverter.class,
            defaultValue = "10m",
            description = "How long to wait (default: ${DEFAULT-VALUE}). The order holds all the same.")
    private Duration timeout = Duration.ZERO;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Override
    public Integer call() throws InterruptedException {
        Logs.quiet(verbose());
        KafkaSettings settings = kafka.settings();
        try (EncoderWorkers workers = new EncoderWorkers(settings)) {
            requireAlive(workers.alive());
            order(settings);
            if (!noWait) {
                await(workers);
            }
            System.out.println(worker + (undo ? " takes tasks" : noWait ? " is to drain" : " is drained"));
            return 0;
        } catch (KafkaException e) {
            throw KafkaOptions.unreachable(settings, e);
        }
    }

    private void requireAlive(List<WorkerHeartbeat> alive) {
        if (alive.stream().noneMatch(each -> each.getWorker().equals(worker))) {
            String others = alive.stream().map(WorkerHeartbeat::getWorker).collect(Collectors.joining(", "));
            throw new CliException("no encoder is named " + worker
                    + (others.isEmpty() ? "; none is alive" : "; alive are: " + others));
        }
    }

    private void order(KafkaSettings settings) throws InterruptedException {
        Map<String, Object> config = settings.producer();
        WorkerOrder order = new WorkerOrder(worker, Instant.now(), undo ? new ResumeWorker() : new DrainWorker());
        try (KafkaProducer<String, WorkerOrder> producer = new KafkaProducer<>(
                config,
                new StringSerializer(),
                settings.serdes().of(Topics.ENCODER_ORDERS).serializer())) {
            producer.send(new ProducerRecord<>(Topics.ENCODER_ORDERS.name(), worker, order))
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("the order was not written: " + e.getCause(), e);
        }
    }

    private void await(EncoderWorkers workers) {
        long begun = System.nanoTime();
        long undoneAt = begun;
        while (System.nanoTime() - undoneAt < SETTLED.toNanos()) {
            WorkerHeartbeat now =
                    workers.find(worker).orElseThrow(() -> new CliException(worker + " has fallen silent"));
            if (!isDone(now)) {
                undoneAt = System.nanoTime();
                if (undoneAt - begun > timeout.toNanos()) {
                    throw new CliException("the order holds, but it has not come to its end: " + state(now));
                }
            }
        }
    }

    private boolean isDone(WorkerHeartbeat now) {
        return undo ? !now.getDraining() : now.getDraining() && now.getRunning().isEmpty();
    }

    private String state(WorkerHeartbeat now) {
        int running = now.getRunning().size();
        return worker + " is " + now.getDrainingBecause().orElse("taking tasks") + ", " + running
                + (running == 1 ? " task runs" : " tasks run");
    }
}
