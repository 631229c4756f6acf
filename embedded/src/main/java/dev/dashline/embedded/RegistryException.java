package dev.dashline.embedded;

/** A rejected request, with Confluent's error codes. */
final class RegistryException extends RuntimeException {

    private final int status;
    private final int errorCode;
    private final String message;

    private RegistryException(int status, int errorCode, String message) {
        super(message);
        this.status = status;
        this.errorCode = errorCode;
        this.message = message;
    }

    int status() {
        return status;
    }

    int errorCode() {
        return errorCode;
    }

    String message() {
        return message;
    }

    static RegistryException noSuchPath(String path) {
        return new RegistryException(404, 404, "HTTP 404 Not Found: " + path);
    }

    static RegistryException notAllowed(String method) {
        return new RegistryException(405, 405, "HTTP 405 Method Not Allowed: " + method);
    }

    static RegistryException tooLarge(int limit) {
        return new RegistryException(413, 413, "the request is larger than " + limit + " bytes");
    }

    static RegistryException noSubject(String subject) {
        return new RegistryException(404, 40401, "Subject '" + subject + "' not found.");
    }

    static RegistryException noVersion(String version) {
        return new RegistryException(404, 40402, "Version " + version + " not found.");
    }

    static RegistryException noSchema(String which) {
        return new RegistryException(404, 40403, "Schema " + which + " not found");
    }

    static RegistryException noSubjectConfig(String subject) {
        return new RegistryException(
                404, 40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
    }

    static RegistryException incompatible(String subject, String why) {
        return new RegistryException(
                409,
                409,
                "Schema being registered is incompatible with an earlier schema for subject \"" + subject + "\": "
                        + why);
    }

    static RegistryException badRequest(String why) {
        return new RegistryException(400, 400, why);
    }

    static RegistryException invalidSchema(String why) {
        return new RegistryException(422, 42201, "Invalid schema: " + why);
    }

    static RegistryException invalidVersion(String version) {
        return new RegistryException(
                422, 42202, "The specified version '" + version + "' is not a valid version id: 1 or more, or latest");
    }

    static RegistryException invalidCompatibility(String level) {
        return new RegistryException(422, 42203, "Invalid compatibility level: " + level);
    }
}
