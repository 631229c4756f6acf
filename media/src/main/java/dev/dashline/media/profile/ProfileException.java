package dev.dashline.media.profile;

import java.util.List;

/** A profile file has mistakes. The message has a line for each, with the path to it. */
public final class ProfileException extends RuntimeException {

    private final List<String> problems;

    ProfileException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * One for each mistake: {@code h264-ladder.yaml: video.rungs[1].crf must be a whole number from 0 to 51, but is
     * high}.
     */
    public List<String> problems() {
        return problems;
    }
}
