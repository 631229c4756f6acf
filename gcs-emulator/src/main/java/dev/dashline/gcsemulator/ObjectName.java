package dev.dashline.gcsemulator;

/** Where an object is. */
record ObjectName(String bucket, String name) {

    ObjectName {
        if (name.isEmpty()) {
            throw GcsException.badRequest("Required parameter: name");
        }
    }
}
