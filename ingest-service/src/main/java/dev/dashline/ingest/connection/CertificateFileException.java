package dev.dashline.ingest.connection;

/** Files are not a certificate and its key; the message says what is wrong and what to do. */
final class CertificateFileException extends Exception {

    CertificateFileException(String message) {
        super(message);
    }

    CertificateFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
