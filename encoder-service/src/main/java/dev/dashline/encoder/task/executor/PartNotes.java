package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.part.PartInventory;
import dev.dashline.encoder.task.part.PartInventory.Concealed;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.report.NoteKind;
import dev.dashline.media.report.SourceNote;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the parts of a video add to the report on its source. Pure. */
final class PartNotes {

    private static final int MOST = 24;

    private PartNotes() {}

    /** Of each kind and track the first one. */
    static List<SourceNote> of(MediaPlan plan, List<PartInventory> parts) {
        Map<String, SourceNote> first = new LinkedHashMap<>();
        parts.stream()
                .flatMap(part -> part.findings().notes().stream())
                .flatMap(note -> note.toNote().stream())
                .forEach(note -> first.putIfAbsent(note.kind() + " " + note.track(), note));
        List<SourceNote> notes = new ArrayList<>(first.values());
        Map<String, List<Concealed>> byTrack = parts.stream()
                .flatMap(part -> part.findings().concealed().stream())
                .collect(Collectors.groupingBy(Concealed::track, LinkedHashMap::new, Collectors.toList()));
        byTrack.forEach((track, damage) -> notes.add(concealed(stream(plan, track), damage)));
        return SourceNote.bounded(notes, MOST);
    }

    private static SourceNote concealed(int stream, List<Concealed> damage) {
        long from = damage.stream().mapToLong(Concealed::fromMillis).min().orElse(0);
        long until = damage.stream().mapToLong(Concealed::untilMillis).max().orElse(0);
        return SourceNote.of(
                NoteKind.DAMAGE_CONCEALED,
                stream,
                "Damage was concealed in " + damage.size() + (damage.size() == 1 ? " part" : " parts") + ", from "
                        + from / 1_000 + " s to " + (until + 999) / 1_000 + " s.");
    }

    private static int stream(MediaPlan plan, String track) {
        Optional<Integer> sound = plan.audio().stream()
                .filter(each -> each.id().equals(track))
                .map(each -> each.source().stream())
                .findFirst();
        return sound.orElseGet(() -> plan.requireVideo().stream());
    }
}
