package dev.dashline.encoder.task.executor;

import dev.dashline.media.MalformedFileException;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.cmaf.Track;
import dev.dashline.media.manifest.HlsWriter;
import dev.dashline.media.manifest.Presentation;
import dev.dashline.media.manifest.TextRendition;
import dev.dashline.media.text.TextCues;
import dev.dashline.media.text.TextSegments;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoredObject;
import java.net.URI;
import java.util.Objects;

/** Cuts text tracks into segments as long as those of pictures, for HLS: players load what they need. */
record TextPackaging(ObjectStore store, Packaging packaging) {

    /** Publishes the segments of a track and their playlist. */
    void publish(Presentation presentation, TextRendition text) throws MediaException {
        AttemptLayout attempt = packaging.attempt();
        Track first = presentation.tracks().get(0);
        long length = Math.round(first.seconds(first.segments().get(0)) * 1_000);
        long duration = Math.max(1, presentation.durationMillis());
        TextSegments segments = TextSegments.of(read(attempt.text(text.id()).uri()), Math.max(1, length), duration);
        packaging.publish(attempt.textSegments(text.id()), segments.content());
        packaging.publish(attempt.mediaPlaylist(text.id()), HlsWriter.textPlaylist(presentation, segments));
    }

    private TextCues read(URI file) throws MediaException {
        StoredObject object = Objects.requireNonNull(packaging.stored().get(file), file.toString());
        try {
            return TextCues.parse(store.readAll(file, object.generation()));
        } catch (MalformedFileException e) {
            throw new MediaException(
                    MediaFault.OUTPUT_INVALID, "What was written to " + file + " " + e.getMessage() + ".");
        }
    }
}
