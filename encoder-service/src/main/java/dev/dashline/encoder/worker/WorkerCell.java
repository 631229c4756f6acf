package dev.dashline.encoder.worker;

import dev.dashline.schemas.Lane;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cell of a lane that this process gets tasks from: the first one whose share group takes it. One thread changes
 * it; any thread may read it.
 */
final class WorkerCell {

    private static final Logger log = LoggerFactory.getLogger(WorkerCell.class);

    private final Lane lane;
    private final Supplier<Collection<String>> topics;
    private volatile int number = 1;

    /** @param topics asks the brokers for the names of all topics; fails with a {@link KafkaException} */
    WorkerCell(Lane lane, Supplier<Collection<String>> topics) {
        this.lane = lane;
        this.topics = topics;
    }

    /** From 1. */
    int number() {
        return number;
    }

    String topic() {
        return lane.topic(number);
    }

    String group() {
        return lane.group(number);
    }

    /**
     * The group of this cell takes no further member: moves to the next cell, and from the last one to the first.
     *
     * @return whether there are cells ahead that have not refused it in this round
     */
    boolean moveOn() {
        List<Integer> cells = existing();
        boolean further = cells.contains(number + 1);
        number = further ? number + 1 : 1;
        if (further) {
            log.atInfo().addKeyValue("group", group()).log("share group is full, trying the next one");
        }
        return further;
    }

    private List<Integer> existing() {
        try {
            return lane.cells(topics.get());
        } catch (KafkaException e) {
            log.atDebug().setCause(e).log("topics cannot be listed");
            return List.of();
        }
    }
}
