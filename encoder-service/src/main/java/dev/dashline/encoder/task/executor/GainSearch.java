package dev.dashline.encoder.task.executor;

import dev.dashline.media.MediaException;
import dev.dashline.media.plan.AudioTrackPlan;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.report.NoteKind;
import dev.dashline.media.report.SourceNote;
import dev.dashline.media.sound.Loudness;
import dev.dashline.media.sound.LoudnessTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds out how much louder each track has to be made. For that it decodes all sound of the source once more: the gain
 * of a track is one for all its chunks, so that nothing is heard at a join.
 */
record GainSearch(LoudnessMeter meter, LoudnessTarget target) {

    /**
     * A plan, with what was done about the loudness of its tracks.
     *
     * @param notes one for each track that does not stay as it is
     */
    record Levelled(MediaPlan plan, List<SourceNote> notes) {}

    /**
     * The plan with gains.
     *
     * @throws MediaException if sound of the source cannot be read
     */
    Levelled level(MediaPlan plan) throws MediaException, InterruptedException {
        List<AudioTrackPlan> tracks = new ArrayList<>();
        List<SourceNote> notes = new ArrayList<>();
        for (AudioTrackPlan track : plan.audio()) {
            Optional<Loudness> measured = meter.measure(plan, tracks.size()).loudness();
            // Silence stays silent.
            double gain = measured.map(target::gain).orElse(0.0);
            tracks.add(track.louder(gain));
            if (gain != 0) {
                notes.add(note(track, measured.orElseThrow(), gain));
            }
        }
        return new Levelled(plan.with(tracks), notes);
    }

    private SourceNote note(AudioTrackPlan track, Loudness measured, double gain) {
        String message = String.format(
                Locale.ROOT,
                "Rendition %s is made %.1f dB %s: the source has %.1f LUFS and a true peak of %.1f dBTP.%s",
                track.id(),
                Math.abs(gain),
                gain > 0 ? "louder" : "quieter",
                measured.integrated(),
                measured.truePeak(),
                target.isOutOfReach(measured) ? " More would take its peaks above the limit." : "");
        return SourceNote.of(NoteKind.LOUDNESS_CHANGED, track.source().stream(), message);
    }
}
