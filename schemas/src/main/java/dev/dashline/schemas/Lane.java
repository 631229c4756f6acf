package dev.dashline.schemas;

import dev.dashline.events.encoder.EncoderTask;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tasks that wait for the same slots. Short tasks have slots of their own, so that they never wait for an encoding.
 *
 * <p>A lane leads to the workers by one or more cells, which have numbers from 1. A cell is a topic of one partition
 * and the share group that hands out its tasks. There is more than one where the encoder processes are too many for one
 * share group.
 */
public enum Lane {
    /** Tasks that encode. */
    ENCODE(TopicProvisioner.ENCODER_GROUP),
    /** Tasks that take a moment. */
    SHORT(TopicProvisioner.ENCODER_SHORT_GROUP);

    private final String group;

    Lane(String group) {
        this.group = group;
    }

    /** The topic of the first cell. Those of other cells differ from it only in their name. */
    public Topic<EncoderTask> topic() {
        return this == SHORT ? Topics.ENCODER_SHORT_TASKS : Topics.ENCODER_TASKS;
    }

    /** Name of the topic of a cell. */
    public String topic(int cell) {
        return ofCell(topic().name(), cell);
    }

    /** Name of the share group of a cell. */
    public String group(int cell) {
        return ofCell(group, cell);
    }

    /** The cells, in order, of which a topic exists. */
    public List<Integer> cells(Collection<String> topics) {
        return IntStream.iterate(1, cell -> topics.contains(topic(cell)), cell -> cell + 1)
                .boxed()
                .toList();
    }

    private static String ofCell(String name, int cell) {
        return cell == 1 ? name : name + "-" + cell;
    }
}
