package dev.dashline.encoder.worker;

import dev.dashline.encoder.ffmpeg.Ffmpeg;
import dev.dashline.encoder.ffmpeg.TaskFiles;
import dev.dashline.encoder.media.MediaException;
import dev.dashline.encoder.source.OpenSource;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.events.encoder.TranscodeVideo;
import dev.dashline.runtime.store.ObjectAttributes;
import dev.dashline.runtime.store.ObjectVersion;
import dev.dashline.runtime.store.StoredObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What both kinds of transcode task do before and after FFmpeg. */
record TranscodeRun(Toolbox tools, Scratch scratch, TaskContext context) {

    /** What one run of FFmpeg is to do, given its files. */
    interface Command {
        List<String> arguments(TaskFiles files);
    }

    /**
     * Runs FFmpeg over the source, as it was analyzed.
     *
     * @return the folders that it has written, one for each rendition
     */
    List<Path> encode(
            EncodingPlan plan, List<String> ids, Command command, Duration timeLimit, Ffmpeg.Progress progress)
            throws MediaException, InterruptedException {
        URI uri = URI.create(plan.getSource());
        tools.sources().requireUnchanged(uri, plan.getSourceGeneration());
        List<Path> folders = IntStream.range(0, ids.size())
                .mapToObj(rendition -> scratch.sub(Integer.toString(rendition)))
                .toList();
        ObjectVersion version = new ObjectVersion(uri, plan.getSourceBytes(), plan.getSourceGeneration());
        try (OpenSource source = tools.sources().open(version)) {
            List<String> arguments = command.arguments(new TaskFiles(source.input(), scratch.folder()));
            try {
                tools.ffmpeg().run(arguments, timeLimit, progress, source::health);
            } catch (MediaException e) {
                throw tools.sources().blame(source, uri, e);
            }
        }
        return folders;
    }

    /** Writes what was verified to the store, and last the list of it. */
    TaskOutcome finish(EncoderTask task, EncodingPlan plan, List<RenditionFolder> written, List<String> ids)
            throws MediaException, InterruptedException {
        tools.sources().requireUnchanged(URI.create(plan.getSource()), plan.getSourceGeneration());
        boolean video = task.getWork() instanceof TranscodeVideo;
        Places places = new Places(tools.settings(), task);
        Uploads uploads = new Uploads(tools.store(), task.getEpoch());
        List<PartInventory.Rendition> renditions = new ArrayList<>();
        for (int each = 0; each < written.size(); each++) {
            String id = ids.get(each);
            renditions.add(written.get(each)
                    .upload(id, name -> places.published(id, name), uploads, video ? "video/mp4" : "audio/mp4"));
        }
        long frames = video ? written.get(0).samples() : 0;
        PartInventory part = new PartInventory(task.getTaskId(), frames, renditions);
        StoredObject inventory =
                uploads.put(places.part(task), part.toJson(), ObjectAttributes.immutable("application/json"));
        return new TaskOutcome.Transcoded(
                new PartRef(task.getTaskId(), inventory.uri().toString(), inventory.crc32c(), frames));
    }
}
