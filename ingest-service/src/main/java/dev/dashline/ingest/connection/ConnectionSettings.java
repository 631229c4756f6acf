package dev.dashline.ingest.connection;

import dev.dashline.runtime.config.ConfigException;
import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * How clients connect.
 *
 * @param most how many are connected at a time; others wait until one has gone
 * @param certificate what the service shows of itself by TLS; empty for connections without encryption
 * @param proxies whose word is taken for where a request comes from
 */
public record ConnectionSettings(int most, Optional<ServerCertificate> certificate, TrustedProxies proxies) {

    private static final String NONE = "none";

    static final Setting<Integer> MAX_CONNECTIONS = Setting.integer(
                    "MAX_CONNECTIONS",
                    "Clients that are connected to the API at a time, idle ones and streams of events included; others"
                            + " wait until one has gone.",
                    1,
                    1_000_000)
            .withDefault("10000");
    static final Setting<Optional<Path>> TLS_CERTIFICATE = file(
            "TLS_CERTIFICATE",
            "File with the certificate that the API shows, and those between it and its root, in PEM. With TLS_KEY it"
                    + " makes PORT a port for https. Both are read again when they change.");
    static final Setting<Optional<Path>> TLS_KEY =
            file("TLS_KEY", "File with the private key of TLS_CERTIFICATE, in PEM, as PKCS #8 and without a password.");
    static final Setting<TrustedProxies> TRUSTED_PROXIES = Setting.required(
                    "TRUSTED_PROXIES",
                    "Proxies in front of the API, whose X-Forwarded-For, -Proto and -Host are believed; nobody else's"
                            + " are.",
                    "addresses and networks such as 10.0.0.0/8,192.0.2.7, comma-separated, or " + NONE,
                    text -> text.equals(NONE) ? TrustedProxies.NONE : TrustedProxies.parse(text))
            .withDefault(NONE);

    /** Every setting that {@link #from} reads. */
    public static final List<Setting<?>> SETTINGS = List.of(MAX_CONNECTIONS, TLS_CERTIFICATE, TLS_KEY, TRUSTED_PROXIES);

    /** Without encryption or proxies. */
    public ConnectionSettings(int most) {
        this(most, Optional.empty(), TrustedProxies.NONE);
    }

    /**
     * Reads the settings, and the files that they name.
     *
     * @throws ConfigException if the files are not a certificate and its key
     */
    public static ConnectionSettings from(Settings settings) {
        return new ConnectionSettings(
                settings.get(MAX_CONNECTIONS), certificate(settings), settings.get(TRUSTED_PROXIES));
    }

    private static Optional<ServerCertificate> certificate(Settings settings) {
        Optional<Path> certificate = settings.get(TLS_CERTIFICATE);
        Optional<Path> key = settings.get(TLS_KEY);
        if (certificate.isPresent() != key.isPresent()) {
            throw invalid(certificate.isPresent() ? TLS_KEY : TLS_CERTIFICATE, "", "must be set as well, or neither");
        }
        return certificate.map(file -> {
            try {
                return new ServerCertificate(file, key.orElseThrow(), Clock.systemUTC());
            } catch (CertificateFileException e) {
                throw invalid(TLS_CERTIFICATE, file.toString(), "cannot be used: " + e.getMessage());
            }
        });
    }

    private static ConfigException invalid(Setting<?> setting, String value, String rule) {
        return new ConfigException(List.of(new ConfigException.Problem(setting.key(), value, rule)));
    }

    private static Setting<Optional<Path>> file(String key, String purpose) {
        return Setting.required(
                        key,
                        purpose,
                        "a path, or " + NONE,
                        text -> text.equals(NONE) ? Optional.<Path>empty() : Optional.of(Path.of(text)))
                .withDefault(NONE);
    }
}
