package dev.dashline.encoder.task;

/** What a running task may tell the slot that runs it. Safe for use by any thread. */
public interface TaskContext {

    /**
     * Says how far the task is.
     *
     * @param doneMillis how much of the source it has encoded, in media time
     */
    void progress(long doneMillis);

    /**
     * Says that the hard work is done: what is left is to check and to store it. Another task may begin meanwhile.
     */
    default void encoded() {}

    /**
     * Says what the task has stored.
     *
     * @param bytes of segments and subtitles, whoever wrote them first
     */
    default void stored(long bytes) {}
}
