package dev.dashline.media;

/** A file is not what its name promises. The message goes on after its name: "box moof is not all there". */
public final class MalformedFileException extends Exception {

    public MalformedFileException(String message) {
        super(message);
    }
}
