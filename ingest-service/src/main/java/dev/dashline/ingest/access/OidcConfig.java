package dev.dashline.ingest.access;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * The issuer whose tokens open the API, and what they say.
 *
 * @param issuer as tokens name it
 * @param audience as tokens name this API
 * @param keys where the issuer's public keys are
 * @param algorithms the algorithms that a token may be signed with, all of them asymmetric
 * @param rolesClaim the claim with the roles
 * @param rolePrefix what stands before the name of a role there
 * @param tenantClaim the claim with the tenant; empty if all are of the default tenant
 */
public record OidcConfig(
        String issuer,
        String audience,
        URI keys,
        Set<String> algorithms,
        String rolesClaim,
        String rolePrefix,
        Optional<String> tenantClaim) {

    /** What {@link #algorithms} may have: none that uses one secret for signing and for checking. */
    public static final Set<String> ASYMMETRIC =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    public OidcConfig {
        algorithms = Set.copyOf(algorithms);
        if (algorithms.isEmpty() || !ASYMMETRIC.containsAll(algorithms)) {
            throw new IllegalArgumentException("not all of " + algorithms + " are among " + ASYMMETRIC);
        }
    }
}
