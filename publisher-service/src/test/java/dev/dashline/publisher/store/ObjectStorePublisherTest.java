package dev.dashline.publisher.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.publisher.Videos;
import dev.dashline.publisher.pool.PublishOutcome;
import dev.dashline.publisher.pool.PublishOutcome.Done;
import dev.dashline.publisher.pool.PublishOutcome.Postponed;
import dev.dashline.publisher.pool.PublishOutcome.Refused;
import dev.dashline.publisher.pool.Publisher;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.SweepOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.storage.ObjectTarget;
import dev.dashline.schemas.storage.Timeline;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoredObject;
import dev.dashline.store.file.FileObjectStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStorePublisherTest {

    private static final Instant NOW = Videos.T0;

    @TempDir
    Path folder;

    private final FileObjectStore files = new FileObjectStore();
    private final Supervisor supervisor = new Supervisor(new SimpleMeterRegistry());
    private Optional<ObjectStorePublishers> kind = Optional.empty();

    @AfterEach
    void close() {
        kind.ifPresent(ObjectStorePublishers::close);
        supervisor.close();
        files.close();
    }

    @Test
    void copiesBothManifestsOnceEverythingIsVerified() throws Exception {
        StagedVideo video = StagedVideo.write(files, folder, "v", 1);

        assertThat(publish(video.order())).isEqualTo(new Done(NOW));
        assertShown(video, 1);
    }

    @Test
    void doesNothingTheSecondTime() throws Exception {
        StagedVideo video = StagedVideo.write(files, folder, "v", 1);
        publish(video.order());
        StoredObject first = files.stat(video.publicManifest()).orElseThrow();

        assertThat(publish(video.order())).isEqualTo(new Done(NOW));
        assertThat(files.stat(video.publicManifest())).contains(first);
    }

    @Test
    void replacesWhatAnEarlierAttemptMadePublic() throws Exception {
        publish(StagedVideo.write(files, folder, "v", 1).order());
        StagedVideo replay = StagedVideo.write(files, folder, "v", 2);

        assertThat(publish(replay.order())).isInstanceOf(Done.class);
        assertShown(replay, 2);
    }

    @Test
    void leavesWhatALaterAttemptMadePublic() throws Exception {
        StagedVideo zombie = StagedVideo.write(files, folder, "v", 1);
        publish(StagedVideo.write(files, folder, "v", 2).order());

        assertThat(code(publish(zombie.order()))).isEqualTo("SUPERSEDED");
        assertShown(zombie, 2);
    }

    @Test
    void refusesWhatLacksAnObject() throws Exception {
        StagedVideo video = StagedVideo.write(files, folder, "v", 1);
        Files.delete(Path.of(video.objects().get(1)));

        assertThat(code(publish(video.order()))).isEqualTo("OUTPUT_INVALID");
        assertNothingIsPublic(video);
    }

    @Test
    void refusesWhatHasAnObjectThatIsNotAsItWasMeasured() throws Exception {
        StagedVideo video = StagedVideo.write(files, folder, "v", 1);
        Path damaged = Path.of(video.objects().get(1));
        Files.delete(damaged);
        Files.writeString(damaged, "segment 1 of attempt 7");

        assertThat(code(publish(video.order()))).isEqualTo("OUTPUT_INVALID");
        assertNothingIsPublic(video);
    }

    @Test
    void refusesAnInventoryThatIsNotTheOneAnnounced() throws Exception {
        StagedVideo video = StagedVideo.write(files, folder, "v", 1);
        Path inventory = Path.of(URI.create(video.encoded().getInventory()));
        Files.delete(inventory);
        Files.writeString(inventory, "{\"objects\":[]}");

        assertThat(code(publish(video.order()))).isEqualTo("OUTPUT_INVALID");
    }

    @Test
    void refusesAnInventoryThatListsObjectsOfAnotherVideo() throws Exception {
        StagedVideo other = StagedVideo.write(files, folder, "w", 1);
        StagedVideo video = StagedVideo.write(files, folder, "v", 1);
        PublicationOrder mixed = new PublicationOrder(
                "v", 1, other.encoded(), Optional.empty(), video.order().priority());

        assertThat(code(publish(mixed))).isEqualTo("OUTPUT_INVALID");
        assertNothingIsPublic(video);
    }

    @Test
    void writesNothingOnceTheDeadlineHasPassed() throws Exception {
        StagedVideo video = StagedVideo.write(files, folder, "v", 1);

        assertThat(code(publish(video.order(NOW)))).isEqualTo("DEADLINE_EXCEEDED");
        assertNothingIsPublic(video);
    }

    @Test
    void writesNoManifestOnceTheDeadlineHasPassed() throws Exception {
        StagedVideo video = StagedVideo.write(files, folder, "v", 1);
        SlowStore slow = new SlowStore(files, video.publicPlaylist());
        PublicationOrder order = video.order(NOW.plusSeconds(1));

        assertThat(code(publish(slow, slow.clock(), order))).isEqualTo("DEADLINE_EXCEEDED");
        assertThat(files.stat(video.publicManifest())).isEmpty();

        kind(files, Clock.systemUTC()).withdraw(withdrawal(1, 0));
        assertNothingIsPublic(video);
    }

    @Test
    void saysWhenTheCommitWasAcknowledgedEvenIfThatWasTooLate() throws Exception {
        StagedVideo video = StagedVideo.write(files, folder, "v", 1);
        SlowStore slow = new SlowStore(files, video.publicManifest());

        PublishOutcome outcome = publish(slow, slow.clock(), video.order(NOW.plusSeconds(1)));

        assertThat(outcome).isEqualTo(new Done(slow.clock().instant()));
    }

    @Test
    void leavesWhatIsPublicWhenTheOrderComesAgainAfterTheDeadline() throws Exception {
        StagedVideo video = StagedVideo.write(files, folder, "v", 1);
        PublicationOrder order = video.order(NOW.plusSeconds(1));
        publish(order);

        Clock later = Clock.fixed(NOW.plusSeconds(60), ZoneOffset.UTC);
        assertThat(publish(files, later, order)).isEqualTo(new Done(NOW.plusSeconds(60)));
        assertShown(video, 1);
    }

    @Test
    void waitsForTheEndOfAWriteThoughItIsInterrupted() throws Exception {
        StagedVideo video = StagedVideo.write(files, folder, "v", 1);
        HeldStore held = new HeldStore(files, video.publicManifest());
        CompletableFuture<PublishOutcome> outcome = new CompletableFuture<>();
        Thread publisher = new Thread(() -> {
            try {
                outcome.complete(publish(held, Clock.fixed(NOW, ZoneOffset.UTC), video.order()));
            } catch (InterruptedException | RuntimeException e) {
                outcome.completeExceptionally(e);
            }
        });
        publisher.start();
        held.awaitWrite();
        publisher.interrupt();
        held.release();

        assertThat(outcome.get(1, TimeUnit.MINUTES)).isEqualTo(new Done(NOW));
        assertShown(video, 1);
    }

    @Test
    void withdrawsOnlyItsOwn() throws Exception {
        StagedVideo.write(files, folder, "v", 1);
        StagedVideo second = StagedVideo.write(files, folder, "v", 2);
        publish(second.order());

        kind(files, Clock.systemUTC()).withdraw(withdrawal(1, 0));
        assertShown(second, 2);

        kind(files, Clock.systemUTC()).withdraw(withdrawal(2, 0));
        assertNothingIsPublic(second);
    }

    @Test
    void putsBackWhatWasPublicBeforeWhenItWithdraws() throws Exception {
        StagedVideo first = StagedVideo.write(files, folder, "v", 1);
        publish(first.order());
        publish(StagedVideo.write(files, folder, "v", 2).order());
        assertShown(first, 2);

        kind(files, Clock.systemUTC()).withdraw(withdrawal(2, 1));
        assertShown(first, 1);
    }

    @Test
    void sweepsAFailedAttemptButItsTimelineAndNothingElse() throws Exception {
        StagedVideo failed = StagedVideo.write(files, folder, "v", 1);
        StagedVideo published = StagedVideo.write(files, folder, "v", 2);
        publish(published.order());
        ObjectTarget timeline = StagedVideo.layout(folder).attempt("v", 1).timeline();
        files.write(
                timeline.uri(),
                new Timeline(List.of()).toJson(),
                Precondition.absent(),
                new ObjectAttributes(timeline.mediaType(), timeline.cacheControl()));

        kind(files, Clock.systemUTC()).sweep(new SweepOrder("v", 1, false, 0));
        assertThat(files.stat(timeline.uri())).isPresent();
        assertThat(failed.objects())
                .allSatisfy(object -> assertThat(files.stat(object)).isEmpty());
        assertThat(files.stat(URI.create(failed.encoded().getManifest()))).isEmpty();
        assertThat(published.objects())
                .allSatisfy(object -> assertThat(files.stat(object)).isPresent());
        assertThat(files.stat(published.publicManifest())).isPresent();
    }

    @Test
    void keepsTheObjectsOfAPublishedAttempt() throws Exception {
        StagedVideo video = StagedVideo.write(files, folder, "v", 1);
        publish(video.order());

        kind(files, Clock.systemUTC()).sweep(new SweepOrder("v", 1, true, 0));
        assertThat(video.objects())
                .allSatisfy(object -> assertThat(files.stat(object)).isPresent());
        assertThat(files.stat(URI.create(video.encoded().getManifest()))).isPresent();
        assertShown(video, 1);
    }

    @Test
    void withdrawsWhatIsPublicOfAFailedAttemptBeforeItSweepsThat() throws Exception {
        StagedVideo published = StagedVideo.write(files, folder, "v", 1);
        publish(published.order());
        StagedVideo failed = StagedVideo.write(files, folder, "v", 2);
        publish(failed.order());

        kind(files, Clock.systemUTC()).sweep(new SweepOrder("v", 2, false, 1));
        assertShown(published, 1);
        assertThat(failed.objects())
                .allSatisfy(object -> assertThat(files.stat(object)).isEmpty());
    }

    /**
     * Such a number was once read as 0. Then nothing was withdrawn, and the sweep removed the segments of the visible
     * attempt.
     */
    @ParameterizedTest
    @ValueSource(ints = {999_999_999, 1_000_000_000, Integer.MAX_VALUE})
    void withdrawsAndSweepsAnAttemptOfAnyNumber(int attempt) throws Exception {
        StagedVideo published = StagedVideo.write(files, folder, "v", 1);
        publish(published.order());
        StagedVideo failed = StagedVideo.write(files, folder, "v", attempt);
        publish(failed.order());
        assertShown(failed, attempt);

        assertThat(code(publish(published.order()))).isEqualTo("SUPERSEDED");
        kind(files, Clock.systemUTC()).sweep(new SweepOrder("v", attempt, false, 1));
        assertShown(published, 1);
        assertThat(failed.objects())
                .allSatisfy(object -> assertThat(files.stat(object)).isEmpty());
    }

    @Test
    void leavesAManifestAloneThatDoesNotTellWhoseItIs() throws Exception {
        StagedVideo video = StagedVideo.write(files, folder, "v", 1);
        publish(video.order());
        Files.delete(Path.of(video.publicManifest()));
        Files.writeString(Path.of(video.publicManifest()), "<MPD/>");
        StagedVideo replay = StagedVideo.write(files, folder, "v", 2);

        assertThat(code(publish(replay.order()))).isEqualTo("PUBLISH_FAILED");
        assertThatThrownBy(() -> kind(files, Clock.systemUTC()).withdraw(withdrawal(1, 0)))
                .hasMessageContaining("does not tell which attempt");
        assertThatThrownBy(() -> kind(files, Clock.systemUTC()).sweep(new SweepOrder("v", 1, false, 0)))
                .hasMessageContaining("does not tell which attempt");
        assertThat(content(video.publicManifest())).isEqualTo("<MPD/>");
        assertThat(video.objects())
                .allSatisfy(object -> assertThat(files.stat(object)).isPresent());
    }

    @Test
    void triesAgainWhatFailsForAReasonThatPasses() throws Exception {
        StagedVideo video = StagedVideo.write(files, folder, "v", 1);
        FlakyStore flaky = new FlakyStore(files, 3);

        assertThat(publish(flaky, Clock.fixed(NOW, ZoneOffset.UTC), video.order()))
                .isInstanceOf(Done.class);
    }

    @Test
    void postponesThePublicationWhenTheStoreStaysAway() throws Exception {
        StagedVideo video = StagedVideo.write(files, folder, "v", 1);
        FlakyStore flaky = new FlakyStore(files, Integer.MAX_VALUE);

        assertThat(publish(flaky, Clock.fixed(NOW, ZoneOffset.UTC), video.order()))
                .isEqualTo(new Postponed());
    }

    private static WithdrawalOrder withdrawal(int attempt, int publishedBefore) {
        return new WithdrawalOrder("v", attempt, publishedBefore, Optional.empty());
    }

    private PublishOutcome publish(PublicationOrder order) throws InterruptedException {
        return publish(files, Clock.fixed(NOW, ZoneOffset.UTC), order);
    }

    private PublishOutcome publish(ObjectStore store, Clock clock, PublicationOrder order) throws InterruptedException {
        try (Publisher publisher = kind(store, clock).create()) {
            return publisher.publish(order);
        }
    }

    private ObjectStorePublishers kind(ObjectStore store, Clock clock) {
        kind.ifPresent(ObjectStorePublishers::close);
        ObjectStorePublishers made = ObjectStorePublishers.of(store, StagedVideo.layout(folder), clock, 2, supervisor);
        kind = Optional.of(made);
        return made;
    }

    private void assertNothingIsPublic(StagedVideo video) {
        assertThat(files.stat(video.publicManifest())).isEmpty();
        assertThat(files.stat(video.publicPlaylist())).isEmpty();
    }

    private static void assertShown(StagedVideo video, int attempt) throws IOException {
        assertThat(content(video.publicManifest())).contains("initialization=\"" + attempt + "/$RepresentationID$");
        assertThat(content(video.publicPlaylist())).contains("\n" + attempt + "/v360/media.m3u8");
    }

    private static String code(PublishOutcome outcome) {
        return ((Refused) outcome).failure().getCode();
    }

    private static String content(URI object) throws IOException {
        return Files.readString(Path.of(object));
    }
}
