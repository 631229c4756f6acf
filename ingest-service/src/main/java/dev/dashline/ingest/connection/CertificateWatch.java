package dev.dashline.ingest.connection;

import dev.dashline.runtime.Layer;
import dev.dashline.runtime.threads.Loop;
import dev.dashline.runtime.threads.Supervisor;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks now and then whether the files of the certificate have changed. */
public final class CertificateWatch implements Layer {

    private static final Duration EVERY = Duration.ofSeconds(10);

    private final ServerCertificate certificate;
    private final Supervisor supervisor;
    private volatile @Nullable Loop loop;

    public CertificateWatch(ServerCertificate certificate, Supervisor supervisor) {
        this.certificate = certificate;
        this.supervisor = supervisor;
    }

    @Override
    public void start() {
        loop = supervisor.every(EVERY, "tls-certificate", certificate::look);
    }

    @Override
    public Optional<String> notReadyBecause() {
        return certificate.problem();
    }

    @Override
    public void close() {
        Loop started = loop;
        if (started != null) {
            started.close();
        }
    }
}
