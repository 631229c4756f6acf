package dev.dashline.systemtests.bench;

import dev.dashline.runtime.kafka.KafkaSettings;

/** Ends when encoders have announced their slots. */
final class AwaitSlots {

    private AwaitSlots() {}

    /** Argument: how many slots there must be, neither more nor less. */
    public static void main(String[] arguments) {
        try (TaskLog log = TaskLog.ofTasksAndWorkers(KafkaSettings.from(System.getenv()))) {
            log.awaitSlots(Integer.parseInt(arguments[0]));
        }
    }
}
