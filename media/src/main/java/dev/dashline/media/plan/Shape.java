package dev.dashline.media.plan;

/** Width and height, pixels. */
public record Shape(int width, int height) {

    public int shorterSide() {
        return Math.min(width, height);
    }

    public int longerSide() {
        return Math.max(width, height);
    }
}
