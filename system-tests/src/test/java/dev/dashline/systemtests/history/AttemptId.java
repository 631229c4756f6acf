package dev.dashline.systemtests.history;

/** One request for a video. */
public record AttemptId(String videoId, int attempt) {

    @Override
    public String toString() {
        return videoId + "/" + attempt;
    }
}
