package dev.dashline.cli.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.cli.client.ProblemText;
import dev.dashline.cli.client.Submission;
import dev.dashline.cli.client.Submitter;
import dev.dashline.ingest.RequestDesk;
import dev.dashline.ingest.problem.ProblemException;
import dev.dashline.ingest.video.UnavailableException;

/** Hands requests to a desk in this process. */
record DeskSubmitter(RequestDesk desk) implements Submitter {

    @Override
    public String submit(Submission submission) {
        try {
            return desk.submit(submission.body().toString().getBytes(UTF_8));
        } catch (ProblemException e) {
            throw submission.refused(explained(e));
        } catch (UnavailableException e) {
            throw submission.refused(String.valueOf(e.getMessage()));
        }
    }

    private static String explained(ProblemException refusal) {
        try {
            return ProblemText.of(
                    new ObjectMapper().readTree(refusal.problem().json()),
                    refusal.problem().title());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem is no JSON", e);
        }
    }
}
