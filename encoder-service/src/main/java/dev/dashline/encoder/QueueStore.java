package dev.dashline.encoder;

import dev.dashline.encoder.schedule.TaskTry;
import dev.dashline.events.encoder.QueuedTask;
import dev.dashline.events.encoder.QueuedVideo;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The scheduler's stores: open videos by id, and their tasks. For the thread of the stream task only. */
final class QueueStore {

    static final String VIDEOS = "queued-videos";
    static final String TASKS = "queued-tasks";

    /** Sorts after every character of a task's id. */
    private static final String LAST = "\uffff";

    private final KeyValueStore<String, QueuedVideo> videos;
    private final KeyValueStore<String, QueuedTask> tasks;

    QueueStore(ProcessorContext<?, ?> context) {
        this.videos = context.getStateStore(VIDEOS);
        this.tasks = context.getStateStore(TASKS);
    }

    Optional<QueuedVideo> video(String videoId) {
        return Optional.ofNullable(videos.get(videoId));
    }

    void put(String videoId, QueuedVideo video) {
        videos.put(videoId, video);
    }

    /** This try of a task. */
    Optional<QueuedTask> task(TaskTry task) {
        return Optional.ofNullable(tasks.get(key(task.videoId(), task.taskId())))
                .filter(known -> tryOf(known).equals(task));
    }

    void put(QueuedTask task) {
        tasks.put(key(task.getVideoId(), task.getReady().getTaskId()), task);
    }

    void delete(String videoId, String taskId) {
        tasks.delete(key(videoId, taskId));
    }

    /** Deletes a video with all of its tasks. */
    void delete(String videoId) {
        deleteTasks(videoId);
        videos.delete(videoId);
    }

    void deleteTasks(String videoId) {
        try (KeyValueIterator<String, QueuedTask> ofVideo = tasks.range(key(videoId, ""), key(videoId, LAST))) {
            while (ofVideo.hasNext()) {
                tasks.delete(ofVideo.next().key);
            }
        }
    }

    void forEachVideo(BiConsumer<String, QueuedVideo> action) {
        try (KeyValueIterator<String, QueuedVideo> all = videos.all()) {
            while (all.hasNext()) {
                KeyValue<String, QueuedVideo> next = all.next();
                action.accept(next.key, next.value);
            }
        }
    }

    void forEachTask(Consumer<QueuedTask> action) {
        try (KeyValueIterator<String, QueuedTask> all = tasks.all()) {
            while (all.hasNext()) {
                action.accept(all.next().value);
            }
        }
    }

    static TaskTry tryOf(QueuedTask task) {
        return new TaskTry(
                task.getVideoId(),
                task.getAttempt(),
                task.getReady().getTaskId(),
                task.getReady().getEpoch());
    }

    /** No id of a video contains a slash. */
    private static String key(String videoId, String taskId) {
        return videoId + "/" + taskId;
    }
}
