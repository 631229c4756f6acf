package dev.dashline.ingest.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that the API shows, which is read again when its files change. Connections that are open keep the one
 * that they began with. Safe for use by any thread.
 */
public final class ServerCertificate {

    private static final Logger log = LoggerFactory.getLogger(ServerCertificate.class);

    private final Path certificate;
    private final Path key;
    private final Clock clock;
    private final SslContextFactory.Server tls = new SslContextFactory.Server();
    private List<byte[]> seen;
    private volatile Instant endsAt;

    /** Reads the files for the first time. */
    ServerCertificate(Path certificate, Path key, Clock clock) throws CertificateFileException {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
        this.seen = content();
        PemFiles files = PemFiles.read(seen.get(0), seen.get(1));
        this.endsAt = end(files);
        tls.setKeyStorePassword("");
        tls.setKeyStore(files.keyStore());
    }

    /** What Jetty encrypts connections with. */
    public SslContextFactory.Server tls() {
        return tls;
    }

    /** Reads the files again if they have changed. If they cannot be used, the certificate stays as it is. */
    public synchronized void look() {
        try {
            List<byte[]> now = content();
            if (Arrays.equals(now.get(0), seen.get(0)) && Arrays.equals(now.get(1), seen.get(1))) {
                return;
            }
            seen = now;
            PemFiles files = PemFiles.read(now.get(0), now.get(1));
            KeyStore store = files.keyStore();
            tls.reload(factory -> factory.setKeyStore(store));
            endsAt = end(files);
            log.atInfo().addKeyValue("endsAt", endsAt).log("certificate read again");
        } catch (Exception e) { // Jetty's reload names no narrower one.
            log.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .addKeyValue("endsAt", endsAt)
                    .log("certificate cannot be read again, the old one stays");
        }
    }

    /** Why nobody can trust it any more; empty if that is not so. */
    Optional<String> problem() {
        return clock.instant().isBefore(endsAt)
                ? Optional.empty()
                : Optional.of("the certificate in TLS_CERTIFICATE has expired at " + endsAt);
    }

    private List<byte[]> content() throws CertificateFileException {
        try {
            return List.of(Files.readAllBytes(certificate), Files.readAllBytes(key));
        } catch (IOException e) {
            throw new CertificateFileException("A file cannot be read: " + e, e);
        }
    }

    private static Instant end(PemFiles files) {
        return files.chain().get(0).getNotAfter().toInstant();
    }
}
