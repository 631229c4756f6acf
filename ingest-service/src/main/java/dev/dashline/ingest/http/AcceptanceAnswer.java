package dev.dashline.ingest.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.ingest.video.Acceptance;
import dev.dashline.runtime.faults.PausePoint;
import io.javalin.http.Context;
import java.util.Optional;

/** Answers a request that was accepted; returns a problem if it was not. */
record AcceptanceAnswer(Context context, Change change) implements Acceptance.Visitor<Optional<Problem>> {

    @Override
    public Optional<Problem> accepted(Acceptance.Accepted accepted) {
        change.log(accepted);
        PausePoint.ACKNOWLEDGED.reach();
        String link = "/videos/" + accepted.videoId();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", accepted.videoId());
        json.put("attempt", accepted.attempt());
        json.put("status", link);
        context.status(202).header("Location", link).json(json);
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
                "Only a failed video can be replayed",
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
        return Optional.of(Problem.invalid("deadline", "must be later than now; it is " + late.deadline()));
    }

    private static Optional<Problem> conflict(String reason, String title, String detail) {
        return Optional.of(Problem.of(409, reason, title, detail));
    }
}
