package dev.dashline.systemtests.bench;

import dev.dashline.runtime.kafka.KafkaSettings;

/** Ends when a video is being encoded. */
final class AwaitBegun {

    private AwaitBegun() {}

    /** Arguments: the video, and how many of its chunks must have begun. */
    public static void main(String[] arguments) {
        try (TaskLog log = TaskLog.ofTasks(KafkaSettings.from(System.getenv()))) {
            log.awaitRuns(
                    run -> run.isEncoding() && run.videoId().equals(arguments[0]), Integer.parseInt(arguments[1]));
        }
    }
}
