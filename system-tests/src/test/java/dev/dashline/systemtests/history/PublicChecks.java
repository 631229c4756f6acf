package dev.dashline.systemtests.history;

import dev.dashline.events.VideoPublished;
import dev.dashline.store.Crc32c;
import dev.dashline.systemtests.history.PublicStore.Decoded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** I3 and I6: what is visible is whole, is what was published, and has every frame of its source once. */
final class PublicChecks {

    private static final String MANIFEST = "/manifest.mpd";

    private final History history;
    private final Attempts attempts;
    private final PublicStore store;
    private final List<Violation> violations = new ArrayList<>();

    PublicChecks(History history, Attempts attempts, PublicStore store) {
        this.history = history;
        this.attempts = attempts;
        this.store = store;
    }

    List<Violation> violations() {
        Set<String> visible = new HashSet<>();
        for (String name : store.names()) {
            if (name.endsWith(MANIFEST) && name.indexOf('/') == name.length() - MANIFEST.length()) {
                String videoId = name.substring(0, name.length() - MANIFEST.length());
                visible.add(videoId);
                visible(videoId);
            }
        }
        for (AttemptId attempt : attempts.ended()) {
            if (!attempts.published(attempt).isEmpty() && !visible.contains(attempt.videoId())) {
                found(Invariant.I3, attempt.toString(), "is published, and has no manifest");
            }
        }
        return violations;
    }

    private void visible(String videoId) {
        Optional<AttemptId> attempt = attempts.lastPublished(videoId);
        if (attempt.isEmpty()) {
            found(Invariant.I3, videoId, "has a manifest, and was never published");
            return;
        }
        if (attempts.requests().containsKey(attempt.get())) {
            whole(attempt.get());
            frames(attempt.get());
        }
    }

    private void whole(AttemptId attempt) {
        Set<String> known = inventory(attempt);
        for (String manifest : List.of(MANIFEST, "/master.m3u8")) {
            try {
                for (String name : Manifests.references(store, attempt.videoId() + manifest)) {
                    if (!name.startsWith(attempt + "/")) {
                        found(Invariant.I3, attempt.toString(), manifest + " refers to another attempt: " + name);
                    } else if (!known.contains(name)) {
                        found(Invariant.I3, attempt.toString(), manifest + " refers to what was not verified: " + name);
                    }
                }
            } catch (UnreadableException e) {
                found(Invariant.I3, attempt.toString(), manifest + ": " + e.getMessage());
            }
        }
    }

    /** Names of all that is there as it was measured. */
    private Set<String> inventory(AttemptId attempt) {
        Set<String> names = new HashSet<>();
        Inventory inventory = history.inventories().getOrDefault(attempt, new Inventory(Map.of()));
        inventory.objects().forEach((uri, crc32c) -> {
            String name = store.name(uri);
            Optional<byte[]> content = store.read(name);
            if (content.isEmpty()) {
                found(Invariant.I3, attempt.toString(), name + " is missing");
            } else if (!Crc32c.of(content.get()).equals(crc32c)) {
                found(Invariant.I3, attempt.toString(), name + " has another checksum");
            }
            names.add(name);
        });
        return names;
    }

    private void frames(AttemptId attempt) {
        Map<String, String> labels = attempts.request(attempt).getLabels();
        long expected = Long.parseLong(labels.getOrDefault(History.FRAMES, "-1"));
        VideoPublished event = attempts.published(attempt).get(0).event();
        if (expected >= 0 && event.getFrames() != expected) {
            found(Invariant.I6, attempt.toString(), event.getFrames() + " frames were announced of " + expected);
        }
        String manifest = attempt.videoId() + MANIFEST;
        try {
            Manifests.discontinuity(store, manifest, event.getFrames())
                    .ifPresent(what -> found(Invariant.I6, attempt.toString(), what));
        } catch (UnreadableException e) {
            found(Invariant.I3, attempt.toString(), MANIFEST + ": " + e.getMessage());
            return;
        }
        if (labels.containsKey(History.DECODABLE)) {
            decoded(attempt, expected, store.decode(manifest));
        }
    }

    private void decoded(AttemptId attempt, long expected, Decoded decoded) {
        if (!decoded.complaints().isBlank()) {
            found(Invariant.I3, attempt.toString(), "does not decode: " + decoded.complaints());
        }
        if (decoded.frames() != expected) {
            found(Invariant.I6, attempt.toString(), "has " + decoded.frames() + " frames of " + expected);
        }
        if (!decoded.even()) {
            found(Invariant.I6, attempt.toString(), "has a gap or an overlap between frames");
        }
    }

    private void found(Invariant invariant, String about, String what) {
        violations.add(new Violation(invariant, about, what));
    }
}
