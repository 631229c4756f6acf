package dev.dashline.encoder;

import dev.dashline.encoder.worker.WorkerConnections;
import dev.dashline.events.ProfileAudio;
import dev.dashline.events.ProfileRung;
import dev.dashline.events.ProfileSet;
import dev.dashline.events.ProfileSummary;
import dev.dashline.media.profile.EncodingProfile;
import dev.dashline.media.profile.Profiles;
import dev.dashline.runtime.Layer;
import dev.dashline.runtime.threads.Loop;
import dev.dashline.runtime.threads.Supervisor;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Tells once which profiles this process knows. Nothing waits for it: while the brokers do not take it, requests for
 * any profile are accepted, and it is tried again.
 */
final class ProfileAnnouncement implements Layer {

    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final ProfileSet profiles;
    private final WorkerConnections connections;
    private final Supervisor supervisor;
    private @Nullable Loop loop;
    private boolean told;

    /** @param connections stay open when this is closed */
    ProfileAnnouncement(ProfileSet profiles, WorkerConnections connections, Supervisor supervisor) {
        this.profiles = profiles;
        this.connections = connections;
        this.supervisor = supervisor;
    }

    @Override
    public void start() {
        loop = supervisor.every(AGAIN, "profiles", this::tell);
    }

    private void tell() throws InterruptedException, ExecutionException {
        if (!told) {
            connections.announce(profiles);
            told = true;
        }
    }

    @Override
    public void close() {
        if (loop != null) {
            loop.close();
        }
    }

    /** The record of these profiles. */
    static ProfileSet of(Profiles profiles) {
        return new ProfileSet(
                profiles.fingerprint(),
                profiles.all().stream().map(ProfileAnnouncement::of).toList());
    }

    private static ProfileSummary of(EncodingProfile profile) {
        return ProfileSummary.newBuilder()
                .setName(profile.name())
                .setFingerprint(profile.fingerprint())
                .setCodec(profile.rungs().stream()
                        .findFirst()
                        .map(rung -> rung.encoder().codec().text())
                        .orElse(null))
                .setRungs(profile.rungs().stream()
                        .map(rung -> new ProfileRung(rung.size(), rung.rate().maxrate()))
                        .toList())
                .setAudio(profile.audio().map(ProfileAnnouncement::of).orElse(null))
                .setConceals(profile.conceals())
                .build();
    }

    private static ProfileAudio of(EncodingProfile.Audio audio) {
        return ProfileAudio.newBuilder()
                .setBitrate(audio.bitrate())
                .setChannels(audio.channels())
                .setSurround(audio.surround().isPresent() ? audio.surround().getAsLong() : null)
                .build();
    }
}
