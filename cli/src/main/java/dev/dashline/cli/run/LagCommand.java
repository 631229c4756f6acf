package dev.dashline.cli.run;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.client.EncoderWorkers;
import dev.dashline.cli.option.KafkaOptions;
import dev.dashline.cli.view.LagTable;
import dev.dashline.cli.view.Terminal;
import dev.dashline.runtime.backlog.BacklogReader;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what waits and what runs. */
@Command(
        name = "lag",
        header = "Show what waits and what runs, by group and topic, and the encoders.",
        description = {
            "",
            "The groups encoder and encoder-short have the encoders' slots and the tasks in the queue; the others are"
                    + " the services' state machines, where usually nothing waits. WORK is how long one slot would take"
                    + " for all of it. What waits is counted, record by record. Below them are the encoder processes"
                    + " that are alive, by the names that dashline drain takes."
        })
public final class LagCommand extends BaseCommand {

    private static final Duration EVERY = Duration.ofSeconds(2);

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(names = "--watch", description = "Look again every 2 s, until it is stopped.")
    private boolean watch;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Logs.quiet(verbose());
        KafkaSettings settings = kafka.settings();
        try (BacklogReader reader =
                        BacklogReader.exact(settings, List.of(Topics.INGEST, Topics.ENCODER, Topics.PUBLISHER), true);
                EncoderWorkers workers = new EncoderWorkers(settings)) {
            do {
                show(new LagTable(reader.read(), workers.alive()));
            } while (again());
            return 0;
        } catch (KafkaException e) {
            throw KafkaOptions.unreachable(settings, e);
        }
    }

    private boolean again() throws InterruptedException {
        if (watch) {
            TimeUnit.MILLISECONDS.sleep(EVERY.toMillis());
        }
        return watch;
    }

    private void show(LagTable table) {
        if (watch && !json && Terminal.isThere()) {
            System.out.print("\u001b[H\u001b[2J"); // to the top, and all that was there is gone
        }
        System.out.println(json ? table.json() : table.text());
    }
}
