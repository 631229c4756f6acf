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

/** Checks I3 and I6: a visible video is complete, is the published one, and has every frame of its source once. */
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
                checkVisible(videoId);
            }
        }
        for (AttemptId attempt : attempts.ended()) {
            if (attempts.shown(attempt.videoId()).filter(attempt::equals).isPresent()
                    && !visible.contains(attempt.videoId())) {
                found(Invariant.I3, attempt.toString(), "is published but has no manifest");
            }
        }
        return violations;
    }

    private void checkVisible(String videoId) {
        Optional<AttemptId> attempt = attempts.shown(videoId);
        if (attempt.isEmpty()) {
            found(Invariant.I3, videoId, "has a manifest but is not published");
            return;
        }
        if (attempts.requests().containsKey(attempt.get())) {
            checkReferences(attempt.get());
            checkFrames(attempt.get());
        }
    }

    private void checkReferences(AttemptId attempt) {
        Set<String> known = checkInventory(attempt);
        for (String manifest : List.of(MANIFEST, "/master.m3u8")) {
            try {
                for (String name : ManifestReader.references(store, attempt.videoId() + manifest)) {
                    if (!name.startsWith(attempt + "/")) {
                        found(Invariant.I3, attempt.toString(), manifest + " refers to another attempt: " + name);
                    } else if (!known.contains(name)) {
                        found(
                                Invariant.I3,
                                attempt.toString(),
                                manifest + " refers to an object that was not verified: " + name);
                    }
                }
            } catch (UnreadableException e) {
                found(Invariant.I3, attempt.toString(), manifest + ": " + e.getMessage());
            }
        }
    }

    /** Checks every object of the inventory; returns their names. */
    private Set<String> checkInventory(AttemptId attempt) {
        Set<String> names = new HashSet<>();
        VerifiedObjects verified = history.inventories().getOrDefault(attempt, new VerifiedObjects(Map.of()));
        verified.objects().forEach((uri, crc32c) -> {
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

    private void checkFrames(AttemptId attempt) {
        Map<String, String> labels = attempts.request(attempt).getLabels();
        long expected = Long.parseLong(labels.getOrDefault(History.FRAMES, "-1"));
        VideoPublished event = attempts.published(attempt).get(0).event();
        if (expected >= 0 && event.getFrames() != expected) {
            found(
                    Invariant.I6,
                    attempt.toString(),
                    event.getFrames() + " frames were announced instead of " + expected);
        }
        String manifest = attempt.videoId() + MANIFEST;
        try {
            ManifestReader.discontinuity(store, manifest, event.getFrames())
                    .ifPresent(what -> found(Invariant.I6, attempt.toString(), what));
        } catch (UnreadableException e) {
            found(Invariant.I3, attempt.toString(), MANIFEST + ": " + e.getMessage());
            return;
        }
        if (labels.containsKey(History.DECODABLE)) {
            checkDecoded(attempt, expected, store.decode(manifest));
        }
    }

    private void checkDecoded(AttemptId attempt, long expected, Decoded decoded) {
        if (!decoded.complaints().isBlank()) {
            found(Invariant.I3, attempt.toString(), "does not decode: " + decoded.complaints());
        }
        if (decoded.frames() != expected) {
            found(Invariant.I6, attempt.toString(), "has " + decoded.frames() + " frames instead of " + expected);
        }
        if (!decoded.even()) {
            found(Invariant.I6, attempt.toString(), "has a gap or an overlap between frames");
        }
    }

    private void found(Invariant invariant, String about, String what) {
        violations.add(new Violation(invariant, about, what));
    }
}
