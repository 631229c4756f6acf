package dev.dashline.schemas.storage;

/** Where an object lies, below one of the two roots. */
public enum Folder {
    /** Public: what makes a video visible. */
    VIDEO,
    /** Public: one rendition of one attempt. */
    RENDITION,
    /** Private: one attempt, until it is published. */
    STAGED,
    /** Private: what the tasks of one attempt hand to each other. */
    PARTS;

    /** The path by standard names, with placeholders; for documentation. */
    public String path() {
        String attempt = "{video}/" + StorageNames.STANDARD.attemptFolder();
        return switch (this) {
            case VIDEO -> "{OUTPUT_URI}{video}/";
            case RENDITION -> "{OUTPUT_URI}" + attempt + "{rendition}/";
            case STAGED -> "{STAGING_URI}" + attempt;
            case PARTS -> "{STAGING_URI}" + attempt + StorageNames.STANDARD.partsFolder();
        };
    }
}
