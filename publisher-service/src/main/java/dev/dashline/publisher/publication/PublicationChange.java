package dev.dashline.publisher.publication;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.EncodingState;
import dev.dashline.events.Failure;
import dev.dashline.events.Stage;
import dev.dashline.events.UnpublishCause;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.publisher.PendingSweep;
import dev.dashline.events.publisher.PendingWithdrawal;
import dev.dashline.events.publisher.PublicationDone;
import dev.dashline.events.publisher.PublicationPhase;
import dev.dashline.events.publisher.PublicationRefused;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.events.publisher.PublicationState;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.RequestRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One step of the state machine in the making: changes a copy of a video's state and collects the effects.
 * {@link Publication} decides which step it is; methods that return a boolean say whether they changed anything. Used
 * once, by one thread.
 */
final class PublicationChange {

    private final PublicationState.Builder state;
    private final PublicationPolicy policy;
    private final Instant now;
    private final List<PublicationEffect> effects = new ArrayList<>();

    PublicationChange(PublicationState state, PublicationPolicy policy, Instant now) {
        this.state = PublicationState.newBuilder(state);
        this.policy = policy;
        this.now = now;
    }

    PublicationDecision decide() {
        return new PublicationDecision(Optional.of(state.setChangedAt(now).build()), effects);
    }

    /** Begins an attempt; what the encoder reported of it before its request was read counts now. */
    void begin(VideoRequested request) {
        state.setAttempt(request.getAttempt())
                .setRequest(request)
                .setPhase(PublicationPhase.REQUESTED)
                .setEncodingStartedAt(null);
        List<VideoEncoded> early = state.getEarly();
        state.setEarly(early.stream()
                .filter(event -> event.getAttempt() > request.getAttempt())
                .toList());
        List<RequestRules.Problem> problems = RequestRules.problems(request);
        if (!problems.isEmpty()) {
            fail(Failures.invalid(problems));
        } else if (isLate(now)) {
            failLate();
        }
        early.stream()
                .filter(event -> event.getAttempt() == request.getAttempt() && Deadlines.isOpen(state.build()))
                .forEach(this::encoder);
    }

    /** Keeps a report on an attempt whose request was not read yet. */
    boolean keepEarly(VideoEncoded event) {
        List<VideoEncoded> early = new ArrayList<>(state.getEarly());
        if (early.contains(event) || early.stream().anyMatch(kept -> kept.getAttempt() > event.getAttempt())) {
            return false;
        }
        // An attempt older than this one will end as superseded, whatever the encoder reported of it.
        early.removeIf(kept -> kept.getAttempt() < event.getAttempt());
        early.add(event);
        state.setEarly(early);
        return true;
    }

    /** Takes a report on the current attempt, which is open. */
    boolean encoder(VideoEncoded event) {
        boolean repeat = state.getPhase() == PublicationPhase.PUBLISHING
                || (event.getState() == EncodingState.STARTED && state.getPhase() == PublicationPhase.ENCODING);
        if (repeat) {
            return false;
        }
        if (state.getEncodingStartedAt() == null) {
            state.setEncodingStartedAt(Deadlines.plausible(event.getEncodingStartedAt(), state.getRequest(), now));
        }
        event.getReport().ifPresent(state::setReport);
        state.setPhase(PublicationPhase.ENCODING);
        boolean late = event.getState() != EncodingState.FAILED && isLate(now);
        if (late) {
            failLate();
            return true;
        }
        switch (event.getState()) {
            case STARTED -> {
                // Nothing to do but to wait for its end.
            }
            case ENCODED -> encoded(event.getEncoded().orElseThrow());
            case FAILED -> fail(event.getFailure().orElseThrow());
        }
        return true;
    }

    private void encoded(EncodedVideo encoded) {
        state.setPhase(PublicationPhase.PUBLISHING).setEncoded(encoded);
        effects.add(Orders.publish(state.build()));
    }

    /** Ends the current attempt, which is with a publisher, as that publisher reported. */
    void settle(PublicationResult result) {
        switch (ResultKind.of(result)) {
            case REFUSED -> fail(((PublicationRefused) result.getOutcome()).getFailure());
            case DONE -> published(((PublicationDone) result.getOutcome()).getPublishedAt());
            case WITHDRAWN, TO_WITHDRAW -> throw new IllegalArgumentException("not the end of a publication");
        }
    }

    private void published(Instant publishedAt) {
        if (isLate(publishedAt)) {
            failLate();
            return;
        }
        effects.add(
                new PublicationEffect.AnnouncePublished(TerminalEvents.published(state.build(), policy, publishedAt)));
        if (state.getPublishedAttempt() > 0) {
            state.setReplacedAttempts(
                    Stream.concat(state.getReplacedAttempts().stream(), Stream.of(state.getPublishedAttempt()))
                            .toList());
        }
        state.setPublishedAttempt(state.getAttempt())
                .setExpiresAt(
                        Deadlines.expiresAt(state.getRequest(), publishedAt).orElse(null));
        addSweep(SweepSchedule.of(state.getAttempt(), true, now, policy));
        end(PublicationPhase.PUBLISHED);
    }

    /** Takes back what is published. The objects of attempts that were published before it go, too. */
    void unpublish(UnpublishCause cause, Optional<String> reason) {
        int attempt = state.getPublishedAttempt();
        effects.add(new PublicationEffect.AnnounceUnpublished(
                TerminalEvents.unpublished(state.build(), cause, reason, now)));
        List<Integer> replaced = state.getReplacedAttempts();
        state.setPublishedAttempt(0)
                .setUnpublishedAttempt(attempt)
                .setReplacedAttempts(List.of())
                .setExpiresAt(null);
        replaced.forEach(earlier -> addSweep(SweepSchedule.of(earlier, false, now, policy)));
        withdrawAndSweep(attempt, Optional.empty());
    }

    void failLate() {
        Stage stage = switch (state.getPhase()) {
            case PUBLISHING -> Stage.PUBLISH;
            case REQUESTED -> Stage.REQUEST;
            default -> Stage.TRANSCODE;
        };
        fail(Failures.deadlineExceeded(stage, Deadlines.deadline(state.build())));
    }

    void fail(Failure failure) {
        effects.add(new PublicationEffect.AnnounceFailed(TerminalEvents.failed(state.build(), failure, now)));
        if (state.getPhase() == PublicationPhase.PUBLISHING) {
            withdraw(state.getAttempt(), Optional.of(state.getEncoded()));
        }
        boolean cancelled = failure.getCode().equals(FailureCode.CANCELLED.name());
        addSweep(
                cancelled
                        ? SweepSchedule.ofCancelled(state.getAttempt(), now, policy)
                        : SweepSchedule.of(state.getAttempt(), false, now, policy));
        end(PublicationPhase.FAILED);
    }

    private void end(PublicationPhase phase) {
        state.setPhase(phase).setRequest(null).setEncoded(null).setReport(null).setEncodingStartedAt(null);
    }

    private void addSweep(PendingSweep sweep) {
        List<PendingSweep> sweeps = new ArrayList<>(state.getSweeps());
        sweeps.removeIf(other -> other.getAttempt() == sweep.getAttempt());
        sweeps.add(sweep);
        state.setSweeps(sweeps);
    }

    /** Orders the sweeps that are due, and plans their next rounds. */
    void sweep(List<PendingSweep> due) {
        due.forEach(sweep -> effects.add(Orders.sweep(state.build(), sweep)));
        state.setSweeps(SweepSchedule.after(state.getSweeps(), due, now, policy));
    }

    /** Something of an attempt is public, or may be, that must not be. */
    void withdrawAndSweep(int attempt, Optional<EncodedVideo> encoded) {
        withdraw(attempt, encoded);
        addSweep(SweepSchedule.of(attempt, false, now, policy));
    }

    private void withdraw(int attempt, Optional<EncodedVideo> encoded) {
        addWithdrawal(attempt, encoded);
        effects.add(Orders.announceWithdrawal(state.build(), attempt, encoded, now));
    }

    /** The announcement of a withdrawal was read, so what it follows from is committed. */
    boolean orderWithdrawal(PublicationResult announced) {
        int attempt = announced.getAttempt();
        if (attempt == state.getPublishedAttempt()) {
            return false;
        }
        addWithdrawal(attempt, announced.getEncoded());
        effects.add(Orders.withdraw(state.build(), attempt, announced.getEncoded()));
        return true;
    }

    private void addWithdrawal(int attempt, Optional<EncodedVideo> encoded) {
        List<PendingWithdrawal> pending = new ArrayList<>(withdrawalsBut(attempt));
        pending.add(new PendingWithdrawal(attempt, encoded.orElse(null)));
        state.setWithdrawals(pending);
    }

    private List<PendingWithdrawal> withdrawalsBut(int attempt) {
        return state.getWithdrawals().stream()
                .filter(other -> other.getAttempt() != attempt)
                .toList();
    }

    /**
     * A withdrawal is confirmed. If it was ordered before an earlier attempt was unpublished, it may have made that one
     * public again.
     */
    boolean withdrawn(int attempt) {
        List<PendingWithdrawal> others = withdrawalsBut(attempt);
        boolean wasPending = others.size() < state.getWithdrawals().size();
        state.setWithdrawals(others);
        int unpublished = state.getUnpublishedAttempt();
        if (wasPending && unpublished > 0 && unpublished < attempt) {
            withdraw(unpublished, Optional.empty());
        }
        return wasPending;
    }

    private boolean isLate(Instant moment) {
        return Deadlines.deadline(state.build())
                .filter(due -> !moment.isBefore(due))
                .isPresent();
    }
}
