package dev.dashline.media;

/**
 * A file is damaged or of another format. The message continues a sentence that begins with the file's name: "ends
 * within a box".
 */
public final class MalformedFileException extends Exception {

    public MalformedFileException(String message) {
        super(message);
    }
}
