package dev.dashline.ingest.http.operation;

import dev.dashline.events.ingest.VideoState;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.problem.ProblemException;
import dev.dashline.ingest.video.VideoQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the parameters of a bulk replay: those of a list, and whether it is only rehearsed.
 *
 * @param query finds failed videos only
 */
public record BulkReplayParameters(VideoQuery query, boolean dryRun) {

    private static final String DRY_RUN = "dryRun";
    private static final List<String> FAILED = List.of(VideoState.FAILED.name().toLowerCase(Locale.ROOT));

    /**
     * What these parameters ask for, of the videos that the caller may know of.
     *
     * @throws ProblemException that names what is wrong
     */
    static BulkReplayParameters of(Caller caller, Map<String, List<String>> given) {
        Map<String, List<String>> ofList = new HashMap<>(given);
        List<String> dryRun = ofList.getOrDefault(DRY_RUN, List.of("false"));
        ofList.remove(DRY_RUN);
        if (!dryRun.equals(List.of("true")) && !dryRun.equals(List.of("false"))) {
            throw Problem.invalid(DRY_RUN, "must be true or false").exception();
        }
        if (!ofList.getOrDefault(ListParameters.STATE, FAILED).equals(FAILED)) {
            throw Problem.invalid(ListParameters.STATE, "must be failed, or not be given")
                    .exception();
        }
        ofList.put(ListParameters.STATE, FAILED);
        return new BulkReplayParameters(ListParameters.query(caller, ofList), dryRun.equals(List.of("true")));
    }
}
