package dev.dashline.cli.follow;

/** How far a video is, in the order in which it passes through. */
public enum VideoPhase {
    WAITING("waiting"),
    ANALYZING("analyzing"),
    ENCODING("encoding"),
    PUBLISHING("publishing"),
    PUBLISHED("published"),
    FAILED("failed");

    private final String word;

    VideoPhase(String word) {
        this.word = word;
    }

    /** Its name in output and JSON. */
    public String word() {
        return word;
    }

    /** Whether no other state follows. */
    public boolean isFinal() {
        return this == PUBLISHED || this == FAILED;
    }
}
