package dev.dashline.ingest.settings;

import dev.dashline.ingest.access.OidcConfig;
import dev.dashline.ingest.http.gate.Admission;
import dev.dashline.runtime.config.ConfigException;
import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whom the API lets in.
 *
 * @param auth whether a request has to show a token
 * @param oidc whose tokens open the API beside keys; empty if none
 */
public record AccessConfig(Auth auth, Optional<OidcConfig> oidc) {

    /** Whether a request has to show a token. */
    public enum Auth {
        ON,
        /** For this machine alone. */
        OFF,
        OPEN_TO_THE_NETWORK;

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\\]?");

    static final Setting<Auth> AUTH = Setting.required(
                    "AUTH",
                    "Whether a request has to show a key or a token. It does not with off, which the service accepts"
                            + " only if HOST is a loopback address, and with open-to-the-network: then whoever reaches"
                            + " the port may do everything, to everybody's videos.",
                    "on, off or open-to-the-network",
                    AccessConfig::parse)
            .withDefault("on");

    /** Every setting that {@link #from} reads. */
    public static final List<Setting<?>> SETTINGS =
            Stream.concat(Stream.of(AUTH), OidcSettings.SETTINGS.stream()).toList();

    /**
     * Reads loaded settings.
     *
     * @param host what the API listens on
     * @throws ConfigException if anybody on the network could do everything, and nobody said that this is meant
     */
    public static AccessConfig from(Settings settings, String host) {
        Auth auth = settings.get(AUTH);
        if (auth == Auth.OFF && !isThisMachineOnly(host)) {
            throw new ConfigException(List.of(new ConfigException.Problem(
                    AUTH.key(),
                    auth.word(),
                    "must be on where HOST is " + host
                            + ", or open-to-the-network if whoever reaches it may do everything")));
        }
        return new AccessConfig(auth, OidcSettings.from(settings));
    }

    /** Whether requests have to show tokens. */
    public boolean isOn() {
        return auth == Auth.ON;
    }

    /** Whether nobody is asked, because only this machine reaches the API. */
    public boolean isForThisMachine() {
        return auth == Auth.OFF;
    }

    private static Auth parse(String text) {
        for (Auth auth : Auth.values()) {
            if (auth.word().equals(text)) {
                return auth;
            }
        }
        throw new IllegalArgumentException();
    }

    /** Looks no name up: what it means may change. */
    static boolean isThisMachineOnly(String host) {
        try {
            return host.equals("localhost")
                    || (ADDRESS.matcher(host).matches()
                            && InetAddress.getByName(host).isLoopbackAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** How those get in that need no token. */
    public Admission withoutTokens() {
        return isForThisMachine() ? Admission.ANYBODY_HERE : Admission.ANYBODY;
    }
}
