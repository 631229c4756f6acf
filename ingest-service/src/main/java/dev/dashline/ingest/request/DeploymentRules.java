package dev.dashline.ingest.request;

import java.util.Optional;

/**
 * What only a deployment knows to be wrong with a request. Each answer is to be read after the field's name; empty if
 * nothing is wrong. Implementations are safe for use by any thread.
 */
@FunctionalInterface
public interface DeploymentRules {

    /** What is wrong with the webhook of a tenant. */
    Optional<String> webhook(String tenant, String url);

    /** What is wrong with the name of a profile. Who does not know the encoders takes any. */
    default Optional<String> profile(String name) {
        return Optional.empty();
    }
}
