package dev.dashline.encoder.worker;

import dev.dashline.encoder.ffmpeg.TextCommand;
import dev.dashline.encoder.media.MalformedFileException;
import dev.dashline.encoder.media.MediaException;
import dev.dashline.encoder.media.TextCues;
import dev.dashline.encoder.media.TextRendition;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.TextTrack;
import dev.dashline.runtime.store.ObjectAttributes;
import dev.dashline.runtime.store.ObjectVersion;
import dev.dashline.runtime.store.StoredObject;
import dev.dashline.schemas.FailureCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TRANSCODE of text: one WebVTT file of each track, whole, whether it is in the source or in a file of its own. */
final class TranscodeTextExecutor {

    private static final Logger log = LoggerFactory.getLogger(TranscodeTextExecutor.class);

    private static final Duration START_UP = Duration.ofMinutes(5);

    /** Some hundred times what a film has. */
    private static final long LARGEST = 16L << 20;

    private final Toolbox tools;

    TranscodeTextExecutor(Toolbox tools) {
        this.tools = tools;
    }

    TaskOutcome execute(EncoderTask task, EncodingPlan plan, TranscodeRun run)
            throws MediaException, InterruptedException {
        Places places = new Places(tools.settings(), task);
        Uploads uploads = new Uploads(tools.store(), task.getEpoch());
        List<PartInventory.Text> written = new ArrayList<>();
        // Files first: what is wrong with one is told at once. One at a time, as they may be large.
        for (TextTrack track : plan.getTextTracks()) {
            if (track.getFile().isPresent()) {
                publish(track, file(URI.create(track.getFile().get())), places, uploads, written);
            }
        }
        if (written.size() < plan.getTextTracks().size()) {
            run.read(
                    plan,
                    source -> TextCommand.arguments(plan, source, tools.limits()),
                    START_UP.plusMillis(Plans.durationMillis(plan)));
            for (TextTrack track : plan.getTextTracks()) {
                if (track.getStream().isPresent()) {
                    publish(track, stream(track, plan, run), places, uploads, written);
                }
            }
        }
        return run.finish(task, new PartInventory(task.getTaskId(), 0, List.of(), written));
    }

    private static void publish(
            TextTrack track, TextCues cues, Places places, Uploads uploads, List<PartInventory.Text> written)
            throws MediaException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("stopped between two texts");
        }
        if (cues.cues().isEmpty()) {
            log.atInfo().addKeyValue("track", track.getId()).log("text track left out: it is empty");
            return;
        }
        StoredObject object = uploads.publish(
                places.published(track.getId(), TextRendition.FILE),
                cues.toWebVtt(),
                ObjectAttributes.immutable("text/vtt"));
        written.add(new PartInventory.Text(track.getId(), PartInventory.Entry.of(object)));
    }

    private TextCues file(URI uri) throws MediaException {
        ObjectVersion version = tools.sources().find(uri);
        if (version.size() > LARGEST) {
            throw invalid(uri, "is larger than " + (LARGEST >> 20) + " MiB");
        }
        try (InputStream content = tools.store().read(uri, version.generation(), 0, version.size())) {
            TextCues cues = TextCues.parse(content.readAllBytes());
            if (cues.cues().isEmpty()) {
                throw invalid(uri, "has no text in it");
            }
            return cues;
        } catch (MalformedFileException e) {
            throw invalid(uri, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TextCues stream(TextTrack track, EncodingPlan plan, TranscodeRun run) throws MediaException {
        try {
            byte[] file = Files.readAllBytes(run.scratch().folder().resolve(TextCommand.name(track)));
            return TextCues.parse(file).from(Math.floorDiv(plan.getStartMicros(), 1_000));
        } catch (MalformedFileException e) {
            throw new MediaException(
                    FailureCode.OUTPUT_INVALID, "What FFmpeg wrote for " + track.getId() + " " + e.getMessage() + ".");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MediaException invalid(URI uri, String problem) {
        return new MediaException(FailureCode.INVALID_SUBTITLES, "The subtitle file " + uri + " " + problem + ".");
    }
}
