package dev.dashline.systemtests.bench;

import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.systemtests.streams.SchedulerClient;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Tells which of some encoders has the scheduler. */
final class SchedulerFolder {

    private SchedulerFolder() {}

    /** Arguments: the encoders' folders, each with a folder {@code state} in it. Prints that of the process. */
    public static void main(String[] arguments) throws InterruptedException {
        SchedulerClient client = SchedulerClient.find(KafkaSettings.from(System.getenv()))
                .orElseThrow(() -> new IllegalStateException("no process has the scheduler"));
        System.out.println(Stream.of(arguments)
                .filter(folder -> client.isOf(Path.of(folder, "state")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("none of these encoders is " + client.id())));
    }
}
