package dev.dashline.cli.stack;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.client.Revocation;
import dev.dashline.cli.client.StatusFollower;
import dev.dashline.cli.client.Submitter;
import dev.dashline.cli.follow.VideoFollower;
import dev.dashline.cli.follow.VideoOutcome;
import dev.dashline.cli.follow.VideoSnapshot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stack of {@code dashline dev}, for a command of the same user. What the command has asked for and has not got is
 * cancelled when it is closed, or when this JVM shuts down.
 */
public final class RunningStack implements EncodingStack {

    private final StackFile.Found found;
    private final Path output;
    private final IngestClient client;
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private final Lifetime lifetime = new Lifetime();

    private RunningStack(StackFile.Found found, Path output) {
        this.found = found;
        this.output = output;
        this.client = new IngestClient(found.api());
        AutoCloseable unused = lifetime.add(this::cancelOpen);
    }

    /**
     * Finds one that does what a stack of this command would do.
     *
     * @param environment of this process: if it sets up stores or profiles, no other stack does the same
     * @param output the folder that its videos are put into
     */
    public static Optional<RunningStack> find(Map<String, String> environment, Path output) {
        return StackEnvironment.stores(environment).isEmpty()
                ? StackFile.of(environment).find().map(stack -> new RunningStack(stack, output))
                : Optional.empty();
    }

    /** The process that runs it. */
    public long pid() {
        return found.process().pid();
    }

    @Override
    public Submitter submitter() {
        return submission -> {
            String videoId = client.submit(submission);
            open.add(videoId);
            return videoId;
        };
    }

    @Override
    public VideoFollower follow(Map<String, String> inputs, Instant since) {
        return new StatusFollower(client, inputs);
    }

    @Override
    public void requireSound() {
        if (!found.process().isAlive()) {
            throw new CliException(
                    "dashline dev (process " + pid() + ") has ended; encode again what is not published");
        }
    }

    /** The files of a published video get second names, or copies where the folder is on another disk. */
    @Override
    public VideoSnapshot delivered(VideoSnapshot ended) {
        open.remove(ended.videoId());
        return ended.outcome()
                .filter(VideoOutcome.Published.class::isInstance)
                .map(VideoOutcome.Published.class::cast)
                .map(published -> ended.with(delivered(ended.videoId(), published)))
                .orElse(ended);
    }

    private VideoOutcome.Published delivered(String videoId, VideoOutcome.Published published) {
        Path manifest = Path.of(URI.create(published.manifest()));
        Path hls = Path.of(URI.create(published.hls()));
        Path video = manifest.resolveSibling("");
        Path place = output.resolve(videoId);
        try {
            FolderCopy.of(video, place);
        } catch (IOException e) {
            throw new CliException("the video cannot be put into " + place + " (" + e + "); it is in " + video, e);
        }
        return published.at(
                place.resolve(video.relativize(manifest)).toUri(),
                place.resolve(video.relativize(hls)).toUri());
    }

    @Override
    public void close() {
        lifetime.close();
    }

    private void cancelOpen() {
        for (String videoId : open) {
            Revocation unused = client.cancel(videoId);
        }
    }
}
