package dev.dashline.ingest.http.operation;

import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.video.Acceptance;
import java.util.Optional;

/** Says why something was not accepted; empty if it was. Stateless. */
public final class AcceptanceProblem implements Acceptance.Visitor<Optional<Problem>> {

    static Optional<Problem> of(Acceptance acceptance) {
        return acceptance.visit(new AcceptanceProblem());
    }

    @Override
    public Optional<Problem> accepted(Acceptance.Accepted accepted) {
        return Optional.empty();
    }

    @Override
    public Optional<Problem> otherRequest(Acceptance.OtherRequest other) {
        return Optional.of(Problem.of(
                422,
                "idempotency-key-reused",
                "The " + VideoApi.IDEMPOTENCY_KEY + " was used for another request",
                "It belongs to video " + other.videoId() + ". Use a new key for a new request."));
    }

    @Override
    public Optional<Problem> noSuchVideo() {
        return Optional.of(VideoApi.noSuchVideo());
    }

    @Override
    public Optional<Problem> notFailed(Acceptance.NotFailed open) {
        return conflict(
                "not-failed",
                "Only a failed or unpublished video can be replayed",
                "Attempt " + open.attempt() + " is " + open.state() + '.');
    }

    @Override
    public Optional<Problem> otherAttempt(Acceptance.OtherAttempt other) {
        return conflict(
                "other-attempt",
                "The attempt is not the current one",
                "The current attempt is " + other.attempt() + ", not " + other.meant() + '.');
    }

    @Override
    public Optional<Problem> noAttemptLeft(Acceptance.NoAttemptLeft last) {
        return conflict(
                "no-attempt-left",
                "The video cannot have another attempt",
                "No number comes after " + last.attempt() + ". Send the request as a new video.");
    }

    @Override
    public Optional<Problem> ended(Acceptance.Ended ended) {
        return conflict(
                "already-ended",
                "Only an attempt that has not ended can be cancelled",
                "Attempt " + ended.attempt() + " is " + ended.state() + '.');
    }

    @Override
    public Optional<Problem> tooLate(Acceptance.TooLate late) {
        return Optional.of(Problem.invalid(late.field(), "must be later than now; it is " + late.moment()));
    }

    @Override
    public Optional<Problem> notPublic(Acceptance.NotPublic hidden) {
        return conflict(
                "not-published",
                "Only a published video can be unpublished",
                "Attempt " + hidden.attempt() + " is " + hidden.state() + ", and none before it is public.");
    }

    private static Optional<Problem> conflict(String reason, String title, String detail) {
        return Optional.of(Problem.of(409, reason, title, detail));
    }
}
