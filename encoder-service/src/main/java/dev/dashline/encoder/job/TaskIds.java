package dev.dashline.encoder.job;

import dev.dashline.events.encoder.TranscodeAudio;
import dev.dashline.events.encoder.TranscodeText;
import dev.dashline.events.encoder.TranscodeVideo;
import java.util.Locale;

/** The ids of tasks: unique within an attempt, and sorting in the order in which parts are joined. */
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

    /** Whether a task takes about a second. Such tasks have a queue of their own. */
    public static boolean isShort(String taskId) {
        return taskId.equals(ANALYZE) || taskId.equals(PACKAGE);
    }

    /** The position of a task's part among all parts: video, then audio, then text. */
    static int kind(String taskId) {
        return taskId.startsWith(VIDEO) ? 0 : taskId.startsWith(AUDIO) ? 1 : 2;
    }

    /** The work of a task of the transcode phase. */
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
