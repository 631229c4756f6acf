package dev.dashline.ingest.settings;

import dev.dashline.ingest.access.OidcConfig;
import dev.dashline.runtime.config.ConfigException;
import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The settings of an OpenID Connect issuer. */
public final class OidcSettings {

    private static final String NONE = "none";

    static final Setting<String> OIDC_ISSUER = Setting.text(
                    "OIDC_ISSUER",
                    "OpenID Connect issuer whose tokens open the API beside keys, as their claim iss has it; or " + NONE
                            + ".")
            .withDefault(NONE);
    static final Setting<String> OIDC_AUDIENCE = Setting.text(
                    "OIDC_AUDIENCE", "What the claim aud of a token must have: the name of this API at the issuer.")
            .withDefault(NONE);
    static final Setting<String> OIDC_JWKS_URI = Setting.required(
                    "OIDC_JWKS_URI",
                    "Where the issuer's public keys are.",
                    "an https address, or an http one of this machine, or " + NONE,
                    OidcSettings::checkedKeys)
            .withDefault(NONE);
    static final Setting<Set<String>> OIDC_ALGORITHMS = Setting.required(
                    "OIDC_ALGORITHMS",
                    "Algorithms that a token may be signed with.",
                    "some of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, comma-separated",
                    OidcSettings::parseAlgorithms)
            .withDefault("RS256,ES256");
    static final Setting<String> OIDC_ROLES_CLAIM = Setting.text(
                    "OIDC_ROLES_CLAIM",
                    "Claim with the roles submit, view and operate: a list, or words with spaces between them. Dots"
                            + " lead into objects: realm_access.roles.")
            .withDefault("roles");
    static final Setting<String> OIDC_ROLE_PREFIX = Setting.text(
                    "OIDC_ROLE_PREFIX",
                    "What stands before the name of a role there, as in dashline:view; or " + NONE + ".")
            .withDefault(NONE);
    static final Setting<String> OIDC_TENANT_CLAIM = Setting.text(
                    "OIDC_TENANT_CLAIM",
                    "Claim with the tenant; a token without it is refused. With " + NONE
                            + " all are of the tenant default, whose operators run everything.")
            .withDefault("tenant");

    static final List<Setting<?>> SETTINGS = List.of(
            OIDC_ISSUER,
            OIDC_AUDIENCE,
            OIDC_JWKS_URI,
            OIDC_ALGORITHMS,
            OIDC_ROLES_CLAIM,
            OIDC_ROLE_PREFIX,
            OIDC_TENANT_CLAIM);

    private OidcSettings() {}

    /**
     * The issuer; empty if there is none.
     *
     * @throws ConfigException if there is one, but not what its tokens are for or where its keys are
     */
    static Optional<OidcConfig> from(Settings settings) {
        if (settings.get(OIDC_ISSUER).equals(NONE)) {
            return Optional.empty();
        }
        List<ConfigException.Problem> missing = new ArrayList<>();
        for (Setting<String> needed : List.of(OIDC_AUDIENCE, OIDC_JWKS_URI)) {
            if (settings.get(needed).equals(NONE)) {
                missing.add(new ConfigException.Problem(needed.key(), "", "must be set where OIDC_ISSUER is"));
            }
        }
        if (!missing.isEmpty()) {
            throw new ConfigException(missing);
        }
        return Optional.of(new OidcConfig(
                settings.get(OIDC_ISSUER),
                settings.get(OIDC_AUDIENCE),
                URI.create(settings.get(OIDC_JWKS_URI)),
                settings.get(OIDC_ALGORITHMS),
                settings.get(OIDC_ROLES_CLAIM),
                orElse(settings.get(OIDC_ROLE_PREFIX), ""),
                Optional.of(settings.get(OIDC_TENANT_CLAIM)).filter(claim -> !claim.equals(NONE))));
    }

    private static String orElse(String given, String ifNone) {
        return given.equals(NONE) ? ifNone : given;
    }

    private static String checkedKeys(String text) {
        if (!text.equals(NONE)) {
            URI uri = URI.create(text);
            boolean secure = "https".equals(uri.getScheme());
            boolean here = "http".equals(uri.getScheme())
                    && uri.getHost() != null
                    && AccessConfig.isThisMachineOnly(uri.getHost());
            if (uri.getHost() == null || !(secure || here)) {
                throw new IllegalArgumentException();
            }
        }
        return text;
    }

    private static Set<String> parseAlgorithms(String text) {
        Set<String> algorithms =
                Arrays.stream(text.split(",", -1)).map(String::strip).collect(Collectors.toSet());
        if (!OidcConfig.ASYMMETRIC.containsAll(algorithms)) {
            throw new IllegalArgumentException();
        }
        return algorithms;
    }
}
