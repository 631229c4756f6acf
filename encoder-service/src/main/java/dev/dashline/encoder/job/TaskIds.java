package dev.dashline.encoder.job;

import dev.dashline.events.encoder.TranscodeAudio;
import dev.dashline.events.encoder.TranscodeText;
import dev.dashline.events.encoder.TranscodeVideo;
import java.util.Locale;

/** The names of tasks, unique within an attempt and in the order in which the parts join. */
public final class TaskIds {

    public static final String ANALYZE = "analyze";
    public static final String PACKAGE = "package";
    public static final String TEXT = "text";
    private static final String VIDEO = "video-";
    private static final String AUDIO = "audio-";

    private TaskIds() {}

    public static String video(int chunk) {
        return String.format(Locale.ROOT, VIDEO + "%05d", chunk);
    }

    public static String audio(int track) {
        return AUDIO + track;
    }

    /** Whether a task takes a second or so, and has a queue of its own. */
    public static boolean isShort(String taskId) {
        return taskId.equals(ANALYZE) || taskId.equals(PACKAGE);
    }

    /** Where among all parts that of a task belongs: video, then audio, then text. */
    static int kind(String taskId) {
        return taskId.startsWith(VIDEO) ? 0 : taskId.startsWith(AUDIO) ? 1 : 2;
    }

    /** The work that a task id of the transcode phase stands for. */
    static Object transcodeWork(String taskId) {
        if (taskId.startsWith(VIDEO)) {
            return new TranscodeVideo(Integer.parseInt(taskId.substring(VIDEO.length())));
        }
        if (taskId.equals(TEXT)) {
            return new TranscodeText();
        }
        return new TranscodeAudio(Integer.parseInt(taskId.substring(AUDIO.length())));
    }
}
