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

    private final KeyValueStore<String, QueuedVideo> videos;
    private final VideoRecords<QueuedTask> tasks;

    QueueStore(ProcessorContext<?, ?> context) {
        this.videos = context.getStateStore(VIDEOS);
        this.tasks = new VideoRecords<>(context.getStateStore(TASKS));
    }

    Optional<QueuedVideo> video(String videoId) {
        return Optional.ofNullable(videos.get(videoId));
    }

    void put(String videoId, QueuedVideo video) {
        videos.put(videoId, video);
    }

    /** This try of a task. */
    Optional<QueuedTask> task(TaskTry task) {
        return tasks.find(task.videoId(), task.taskId())
                .filter(known -> tryOf(known).equals(task));
    }

    void put(QueuedTask task) {
        tasks.put(task.getVideoId(), task.getReady().getTaskId(), task);
    }

    void delete(String videoId, String taskId) {
        tasks.delete(videoId, taskId);
    }

    /** Deletes a video with all of its tasks. */
    void delete(String videoId) {
        deleteTasks(videoId);
        videos.delete(videoId);
    }

    void deleteTasks(String videoId) {
        tasks.deleteAll(videoId);
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
        tasks.forEach(action);
    }

    static TaskTry tryOf(QueuedTask task) {
        return new TaskTry(
                task.getVideoId(),
                task.getAttempt(),
                task.getReady().getTaskId(),
                task.getReady().getEpoch());
    }
}
