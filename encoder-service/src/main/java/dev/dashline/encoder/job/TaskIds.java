package dev.dashline.encoder.job;

import dev.dashline.events.encoder.AudioTrack;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.SoundCut;
import dev.dashline.events.encoder.TranscodeAudio;
import dev.dashline.events.encoder.TranscodeText;
import dev.dashline.events.encoder.TranscodeVideo;
import dev.dashline.schemas.Lane;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
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

    public static String audio(int track, int chunk) {
        return String.format(Locale.ROOT, AUDIO + "%d-%05d", track, chunk);
    }

    /** The tasks that encode a track of sound, in the order in which their parts are joined. */
    public static List<String> ofAudio(int track, int chunks) {
        return IntStream.range(0, chunks).mapToObj(chunk -> audio(track, chunk)).toList();
    }

    /** The tasks that encode sound, track by track. */
    static List<String> ofAudio(EncodingPlan plan) {
        List<AudioTrack> tracks = plan.getAudioTracks();
        return IntStream.range(0, tracks.size())
                .mapToObj(track -> ofAudio(track, chunks(tracks.get(track))))
                .flatMap(List::stream)
                .toList();
    }

    /** How many tasks encode a track of sound. */
    static int chunks(AudioTrack track) {
        return track.getCut().map(SoundCut::getChunks).orElse(1);
    }

    /** The lane of a task. */
    public static Lane lane(String taskId) {
        return taskId.equals(ANALYZE) || taskId.equals(PACKAGE) ? Lane.SHORT : Lane.ENCODE;
    }

    /** The tasks that transcode, in the order in which their parts are joined. */
    public static List<String> ofParts(EncodingPlan plan) {
        Stream<String> video = IntStream.range(0, plan.getChunks()).mapToObj(TaskIds::video);
        Stream<String> audio = ofAudio(plan).stream();
        Stream<String> text = plan.getTextTracks().isEmpty() ? Stream.empty() : Stream.of(TEXT);
        return Stream.of(video, audio, text).flatMap(Function.identity()).toList();
    }

    /** How many tasks transcode. */
    static int countParts(EncodingPlan plan) {
        return plan.getChunks()
                + plan.getAudioTracks().stream().mapToInt(TaskIds::chunks).sum()
                + (plan.getTextTracks().isEmpty() ? 0 : 1);
    }

    /** Whether a task is among those that transcode. */
    static boolean isOfPart(String taskId, EncodingPlan plan) {
        if (taskId.equals(TEXT)) {
            return !plan.getTextTracks().isEmpty();
        }
        try {
            Object work = transcodeWork(taskId);
            return work instanceof TranscodeVideo video
                    ? video.getChunk() < plan.getChunks() && taskId.equals(video(video.getChunk()))
                    : work instanceof TranscodeAudio audio && isOfSound(taskId, audio, plan.getAudioTracks());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isOfSound(String taskId, TranscodeAudio audio, List<AudioTrack> tracks) {
        int track = audio.getTrack();
        return track < tracks.size()
                && audio.getChunk() < chunks(tracks.get(track))
                && taskId.equals(audio(track, audio.getChunk()));
    }

    /**
     * The work of a task of the transcode phase.
     *
     * @throws IllegalArgumentException if there are no such tasks
     */
    static Object transcodeWork(String taskId) {
        if (taskId.equals(TEXT)) {
            return new TranscodeText();
        }
        String[] numbers = taskId.split("-", -1);
        if (taskId.startsWith(VIDEO) && numbers.length == 2) {
            return new TranscodeVideo(Integer.parseUnsignedInt(numbers[1]));
        }
        if (taskId.startsWith(AUDIO) && numbers.length == 3) {
            return new TranscodeAudio(Integer.parseUnsignedInt(numbers[1]), Integer.parseUnsignedInt(numbers[2]));
        }
        throw new IllegalArgumentException("no task that transcodes: " + taskId);
    }
}
