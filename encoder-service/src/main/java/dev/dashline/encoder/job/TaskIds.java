package dev.dashline.encoder.job;

import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.TranscodeAudio;
import dev.dashline.events.encoder.TranscodeText;
import dev.dashline.events.encoder.TranscodeVideo;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The ids of tasks: unique within an attempt. */
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

    /** The tasks that transcode, in the order in which their parts are joined. */
    public static List<String> ofParts(EncodingPlan plan) {
        Stream<String> video = IntStream.range(0, plan.getChunks()).mapToObj(TaskIds::video);
        Stream<String> audio = IntStream.range(0, plan.getAudioTracks().size()).mapToObj(TaskIds::audio);
        Stream<String> text = plan.getTextTracks().isEmpty() ? Stream.empty() : Stream.of(TEXT);
        return Stream.of(video, audio, text).flatMap(Function.identity()).toList();
    }

    /** How many tasks transcode. */
    static int countParts(EncodingPlan plan) {
        return plan.getChunks()
                + plan.getAudioTracks().size()
                + (plan.getTextTracks().isEmpty() ? 0 : 1);
    }

    /** Whether a task is among those that transcode. */
    static boolean isOfPart(String taskId, EncodingPlan plan) {
        return taskId.equals(TEXT)
                ? !plan.getTextTracks().isEmpty()
                : isNumbered(taskId, VIDEO, plan.getChunks(), TaskIds::video)
                        || isNumbered(taskId, AUDIO, plan.getAudioTracks().size(), TaskIds::audio);
    }

    private static boolean isNumbered(String taskId, String prefix, int count, IntFunction<String> name) {
        try {
            int number = taskId.startsWith(prefix) ? Integer.parseInt(taskId.substring(prefix.length())) : count;
            return number < count && name.apply(number).equals(taskId);
        } catch (NumberFormatException e) {
            return false;
        }
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
