package dev.dashline.encoder.worker;

import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.Topics;

/** The two ways to a worker: short tasks have slots of their own, so that none of them waits behind the encoding. */
enum WorkerLane {
    /** Tasks that encode. */
    ENCODE(Topics.ENCODER_TASKS.name(), TopicProvisioner.ENCODER_GROUP, "", "fetcher"),
    /** Tasks that take a moment. */
    SHORT(Topics.ENCODER_SHORT_TASKS.name(), TopicProvisioner.ENCODER_SHORT_GROUP, "short-", "short-fetcher");

    private final String topic;
    private final String group;
    private final String slotPrefix;
    private final String thread;

    WorkerLane(String topic, String group, String slotPrefix, String thread) {
        this.topic = topic;
        this.group = group;
        this.slotPrefix = slotPrefix;
        this.thread = thread;
    }

    /** Name of the topic that its tasks come from. */
    String topic() {
        return topic;
    }

    /** The share group that hands its tasks out. */
    String group() {
        return group;
    }

    /** What comes before the number in the names of its slots. */
    String slotPrefix() {
        return slotPrefix;
    }

    /** Name of the thread that fetches its tasks. */
    String thread() {
        return thread;
    }
}
