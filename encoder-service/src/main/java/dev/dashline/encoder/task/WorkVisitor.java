package dev.dashline.encoder.task;

import dev.dashline.events.encoder.Analyze;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.Package;
import dev.dashline.events.encoder.TranscodeAudio;
import dev.dashline.events.encoder.TranscodeText;
import dev.dashline.events.encoder.TranscodeVideo;

/** One method for each kind of work that a task can be. {@link #visit} is the only place that tells them apart. */
public interface WorkVisitor<T> {

    T analyze();

    T transcodeVideo(TranscodeVideo work);

    T transcodeAudio(TranscodeAudio work);

    T transcodeText();

    T packageParts(Package work);

    /** Calls the method of {@code visitor} that is for the work of a task. */
    static <T> T visit(EncoderTask task, WorkVisitor<T> visitor) {
        Object work = task.getWork();
        if (work instanceof Analyze) {
            return visitor.analyze();
        }
        if (work instanceof TranscodeVideo video) {
            return visitor.transcodeVideo(video);
        }
        if (work instanceof TranscodeAudio audio) {
            return visitor.transcodeAudio(audio);
        }
        if (work instanceof TranscodeText) {
            return visitor.transcodeText();
        }
        if (work instanceof Package parts) {
            return visitor.packageParts(parts);
        }
        throw new IllegalArgumentException("unknown work of a task: " + work);
    }
}
