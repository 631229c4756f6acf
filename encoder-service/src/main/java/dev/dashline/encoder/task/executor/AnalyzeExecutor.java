package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.source.OpenSource;
import dev.dashline.events.DamageHandling;
import dev.dashline.events.DeadlineClock;
import dev.dashline.events.SubtitleSource;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.note.PlanNotes;
import dev.dashline.media.plan.Capacity;
import dev.dashline.media.plan.EncodingPlanner;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.SourceInfo;
import dev.dashline.media.plan.SourcePin;
import dev.dashline.media.plan.SubtitleFile;
import dev.dashline.media.probe.Ffprobe;
import dev.dashline.media.profile.EncodingProfile;
import dev.dashline.media.profile.Profiles;
import dev.dashline.media.report.SourceReport;
import dev.dashline.media.sound.LoudnessTarget;
import dev.dashline.media.text.CaptionMark;
import dev.dashline.store.ObjectVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** ANALYZE: probes the source and plans its encoding. */
final class AnalyzeExecutor {

    /** Bytes: some pictures, also where the first is a large one. */
    private static final long FIRST_PICTURES = 512 * 1_024;

    private final TaskResources tools;
    private final Ffprobe ffprobe;
    private final Profiles profiles;
    private final Clock clock;

    AnalyzeExecutor(TaskResources tools, Ffprobe ffprobe, Profiles profiles, Clock clock) {
        this.tools = tools;
        this.ffprobe = ffprobe;
        this.profiles = profiles;
        this.clock = clock;
    }

    /**
     * What becomes of a source.
     *
     * @param report what was understood of it, and what the plan does about it
     */
    record Analysis(MediaPlan plan, SourceReport report) {}

    Analysis execute(EncoderTask task, TranscodeRun run) throws MediaException, InterruptedException {
        String name = task.getRequest().getProfile();
        EncodingProfile named = profiles.find(name)
                .orElseThrow(() -> new MediaException(
                        MediaFault.UNKNOWN_PROFILE,
                        "There is no profile " + name + "; there are " + String.join(", ", profiles.names()) + "."));
        // What the request says counts more.
        EncodingProfile profile = task.getRequest()
                .getDamage()
                .map(damage -> named.concealing(damage == DamageHandling.CONCEAL))
                .orElse(named);
        URI uri = URI.create(task.getRequest().getSource());
        ObjectVersion source = tools.sources().find(uri);
        SourceInfo info =
                probe(source, profile, task.getRequest().getFrameRate().flatMap(FrameRate::stated));
        SourcePin pin = new SourcePin(uri, source.generation(), source.size());
        Capacity capacity = new Capacity(task.getSlots(), timeLeft(task.getRequest(), clock.instant()));
        List<SubtitleFile> files = task.getRequest().getSubtitles().stream()
                .map(AnalyzeExecutor::subtitleFile)
                .toList();
        MediaPlan plan = new EncodingPlanner(tools.settings().soundChunk()).plan(pin, info, profile, capacity, files);
        SourceReport report = new PlanNotes(info, plan).report();
        Optional<LoudnessTarget> loudness = profile.audio().flatMap(EncodingProfile.Audio::loudness);
        return loudness.isEmpty() ? new Analysis(plan, report) : levelled(plan, report, loudness.get(), run);
    }

    private Analysis levelled(MediaPlan plan, SourceReport report, LoudnessTarget target, TranscodeRun run)
            throws MediaException, InterruptedException {
        GainSearch.Levelled levelled = new GainSearch(new LoudnessMeter(tools, run), target).level(plan);
        return new Analysis(levelled.plan(), report.completed(report.captions(), levelled.notes()));
    }

    /** Time until the video's deadline. A timeout that counts from the start of encoding has not begun to run yet. */
    static Optional<Duration> timeLeft(VideoRequested request, Instant now) {
        Instant from = request.getDeadlineClock() == DeadlineClock.REQUESTED ? request.getRequestedAt() : now;
        return request.getDeadline()
                .or(() -> request.getPublicationTimeoutMillis().map(from::plusMillis))
                .map(due -> Duration.between(now, due));
    }

    private static SubtitleFile subtitleFile(SubtitleSource file) {
        return new SubtitleFile(URI.create(file.getSource()), file.getLanguage(), file.getLabel());
    }

    /** They are in front of each picture, so that the first ones tell. */
    private boolean hasCaptions(ObjectVersion version, SourceInfo info) {
        OptionalLong position =
                info.video().map(video -> video.extras().position()).orElseGet(OptionalLong::empty);
        if (position.isEmpty() || position.getAsLong() >= version.size()) {
            return false;
        }
        long length = Math.min(FIRST_PICTURES, version.size() - position.getAsLong());
        try (InputStream content =
                tools.store().read(version.uri(), version.generation(), position.getAsLong(), length)) {
            return CaptionMark.isIn(content.readNBytes((int) length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SourceInfo probe(ObjectVersion version, EncodingProfile profile, Optional<FrameRate> rate)
            throws MediaException, InterruptedException {
        try (OpenSource source = tools.sources().open(version)) {
            try {
                SourceInfo info = profile.rungs().isEmpty()
                        ? ffprobe.probeSound(source.input(), source)
                        : ffprobe.probe(source.input(), rate, profile.audio().isPresent(), source);
                info = hasCaptions(version, info) ? info.captioned() : info;
                return tools.sounds().measured(info, tools.settings().soundChunk(), source.input(), source);
            } catch (MediaException e) {
                throw tools.sources().causeOf(source, version.uri(), e);
            }
        }
    }
}
