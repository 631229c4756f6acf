package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.part.PartInventory;
import dev.dashline.encoder.task.upload.Uploads;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.media.MalformedFileException;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.command.TextCommand;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.TextTrackPlan;
import dev.dashline.media.report.NoteKind;
import dev.dashline.media.report.SourceNote;
import dev.dashline.media.text.CaptionChannel;
import dev.dashline.media.text.CaptionTexts;
import dev.dashline.media.text.TextCues;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.store.ObjectVersion;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** TRANSCODE of text: writes each track, from the source or from a file of its own, as one WebVTT file. */
final class TranscodeTextExecutor {

    private static final Duration START_UP = Duration.ofMinutes(5);

    /** Bytes: about a hundred times the subtitles of a film. */
    private static final long LARGEST = 16L << 20;

    private final TaskResources tools;

    TranscodeTextExecutor(TaskResources tools) {
        this.tools = tools;
    }

    TaskOutcome execute(EncoderTask task, MediaPlan plan, TranscodeRun run)
            throws MediaException, InterruptedException {
        AttemptLayout attempt = tools.settings().attempt(task);
        Uploads uploads = new Uploads(tools.store(), task.getEpoch());
        Part part = new Part(attempt, uploads, new ArrayList<>(), new ArrayList<>());
        // Files first, so that a mistake in one is reported at once. One at a time, because they may be large.
        for (TextTrackPlan track : plan.text()) {
            if (track.origin() instanceof TextTrackPlan.File file) {
                part.publish(track, read(file.uri()));
            }
        }
        List<TextTrackPlan> embedded =
                plan.text().stream().filter(TextTrackPlan::isEmbedded).toList();
        for (TextTrackPlan track : taken(plan, embedded, run, part)) {
            Optional<TextCues> cues = stream(track, plan, run, part);
            if (cues.isPresent()) {
                part.publish(track, cues.get());
            }
        }
        List<String> channels = null;
        for (TextTrackPlan track : plan.text()) {
            if (track.origin() instanceof TextTrackPlan.Captions captions) {
                Optional<CaptionTexts> read = captions(track, captions, plan, run, part);
                if (read.isPresent()) {
                    part.publish(track, read.get());
                    channels = read.get().channels().stream()
                            .map(CaptionChannel::name)
                            .toList();
                }
            }
        }
        PartInventory.Findings findings = new PartInventory.Findings(List.of(), part.notes(), channels);
        return run.finish(task, new PartInventory(task.getTaskId(), 0, List.of(), part.written(), findings));
    }

    /** What becomes of the tracks. For use by one thread. */
    private record Part(
            AttemptLayout attempt, Uploads uploads, List<PartInventory.Text> written, List<PartInventory.Noted> notes) {

        void publish(TextTrackPlan track, TextCues cues) throws MediaException, InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped between two texts");
            }
            if (cues.cues().isEmpty()) {
                leaveOut(NoteKind.SUBTITLES_EMPTY, track, "These subtitles are left out: they have no text.");
                return;
            }
            StoredObject object = uploads.publish(attempt.text(track.id()), cues.toWebVtt());
            written.add(new PartInventory.Text(track.id(), PartInventory.entry(object)));
        }

        void publish(TextTrackPlan track, CaptionTexts captions) throws MediaException, InterruptedException {
            for (Map.Entry<CaptionChannel, TextCues> text : captions.texts().entrySet()) {
                publish(track.of(text.getKey()), text.getValue());
            }
            if (!captions.services().isEmpty()) {
                String message = "Captions of CEA-708 become no track of text: "
                        + String.join(
                                ", ",
                                captions.services().stream()
                                        .map(CaptionChannel::name)
                                        .toList())
                        + ".";
                leaveOut(NoteKind.CAPTIONS_NOT_READ, track, message);
            } else if (captions.texts().isEmpty()) {
                leaveOut(NoteKind.SUBTITLES_EMPTY, track, "The captions in the pictures have no text.");
            }
        }

        void leaveOut(TextTrackPlan track, String problem) {
            String message = "These subtitles are left out, as they cannot be read: " + problem;
            leaveOut(NoteKind.SUBTITLES_UNREADABLE, track, message);
        }

        private void leaveOut(NoteKind kind, TextTrackPlan track, String message) {
            track.stream().ifPresent(stream -> notes.add(PartInventory.Noted.of(SourceNote.of(kind, stream, message))));
        }
    }

    /**
     * Has FFmpeg extract tracks from the source and returns those that it could extract. A track that it cannot is left
     * out: the request did not name it, and a video without it is better than no video. If the source itself is
     * damaged, the tasks for video and audio fail.
     */
    private List<TextTrackPlan> taken(MediaPlan plan, List<TextTrackPlan> tracks, TranscodeRun run, Part part)
            throws MediaException, InterruptedException {
        if (tracks.isEmpty()) {
            return tracks;
        }
        try {
            run.read(
                    plan,
                    (source, flow) -> TextCommand.arguments(plan, tracks, source, tools.limits()),
                    START_UP.plusMillis(plan.durationMillis()));
            return tracks;
        } catch (MediaException e) {
            if (e.fault() != MediaFault.CORRUPT_MEDIA) {
                throw e;
            }
            if (tracks.size() == 1) {
                part.leaveOut(tracks.get(0), lastLine(e));
                return List.of();
            }
        }
        List<TextTrackPlan> taken = new ArrayList<>();
        for (TextTrackPlan track : tracks) {
            taken.addAll(taken(plan, List.of(track), run, part));
        }
        return taken;
    }

    /** As with tracks of text, a video without them is better than no video. */
    private Optional<CaptionTexts> captions(
            TextTrackPlan track, TextTrackPlan.Captions captions, MediaPlan plan, TranscodeRun run, Part part)
            throws MediaException, InterruptedException {
        try {
            return Optional.of(
                    new CaptionExtractor(tools, run).read(plan, captions, START_UP.plusMillis(plan.durationMillis())));
        } catch (MalformedFileException e) {
            part.leaveOut(track, "they have too much in them");
            return Optional.empty();
        } catch (MediaException e) {
            if (e.fault() != MediaFault.CORRUPT_MEDIA) {
                throw e;
            }
            part.leaveOut(track, lastLine(e));
            return Optional.empty();
        }
    }

    /** FFmpeg says in the end what was wrong. */
    private static String lastLine(MediaException e) {
        List<String> lines = Optional.ofNullable(e.detail())
                .map(String::lines)
                .orElseGet(Stream::of)
                .toList();
        return lines.isEmpty() ? String.valueOf(e.getMessage()) : lines.get(lines.size() - 1);
    }

    private TextCues read(URI uri) throws MediaException {
        ObjectVersion version = tools.sources().find(uri);
        if (version.size() > LARGEST) {
            throw invalid(uri, "is larger than " + (LARGEST >> 20) + " MiB");
        }
        try {
            TextCues cues = TextCues.parse(tools.store().readAll(uri, version.generation()));
            if (cues.cues().isEmpty()) {
                throw invalid(uri, "has no text in it");
            }
            return cues;
        } catch (MalformedFileException e) {
            throw invalid(uri, String.valueOf(e.getMessage()));
        }
    }

    private static Optional<TextCues> stream(TextTrackPlan track, MediaPlan plan, TranscodeRun run, Part part)
            throws MediaException {
        Path file = run.scratch().folder().resolve(TextCommand.name(track));
        try {
            if (Files.size(file) > LARGEST) {
                part.leaveOut(track, "it is larger than " + (LARGEST >> 20) + " MiB");
                return Optional.empty();
            }
            byte[] content = Files.readAllBytes(file);
            if (content.length > 0 && content[content.length - 1] != '\n') {
                throw new MediaException(
                        MediaFault.OUTPUT_INVALID, "What FFmpeg wrote for " + track.id() + " is cut off.");
            }
            return Optional.of(TextCues.parseFfmpegs(content).from(Math.floorDiv(plan.startMicros(), 1_000)));
        } catch (MalformedFileException e) {
            part.leaveOut(track, "it " + e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MediaException invalid(URI uri, String problem) {
        return new MediaException(MediaFault.INVALID_SUBTITLES, "The subtitle file " + uri + " " + problem + ".");
    }
}
