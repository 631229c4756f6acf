package dev.dashline.ingest.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.dashline.schemas.RequestRules;
import java.net.MalformedURLException;
import java.net.URL;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks signed tokens of an OpenID Connect issuer. Its keys are kept for some minutes, and fetched again when a token
 * names one that is not known, but not more often than twice in {@link #FETCHED_EVERY}. While the issuer does not
 * answer, the keys that are known count for an hour. Safe for use by any thread.
 */
public final class OidcTokens implements Authenticator {

    /** A clock of the issuer may differ by so much. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration KEPT_IN_OUTAGE = Duration.ofHours(1);
    private static final Duration FETCHED_EVERY = Duration.ofSeconds(30);
    /** How long a request waits while another fetches the keys. */
    private static final Duration WAIT_FOR_OTHERS = Duration.ofSeconds(5);

    private static final int LONGEST_NAME = 200;

    private final OidcConfig config;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** Fetches nothing before the first token comes. */
    public OidcTokens(OidcConfig config, Clock clock) {
        this.config = config;
        Set<JWSAlgorithm> algorithms =
                config.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys(config)));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWTClaimsSetVerifier(claims(config, clock));
    }

    @Override
    public Identity identify(String token) {
        try {
            return caller(processor.process(token, null));
        } catch (RateLimitReachedException e) {
            return new Identity.Refused("its key is not known, and the keys were fetched a moment ago");
        } catch (KeySourceException e) {
            return new Identity.NotNow("The issuer does not tell its keys.");
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return new Identity.Refused(forLog(String.valueOf(e.getMessage())));
        }
    }

    /** What is told of a token may quote it, and so anything. */
    private static String forLog(String message) {
        String line = message.replaceAll("\\p{Cntrl}", " ");
        return line.length() > LONGEST_NAME ? line.substring(0, LONGEST_NAME) + '…' : line;
    }

    private Identity caller(JWTClaimsSet claims) {
        String subject = String.valueOf(claims.getSubject());
        if (subject.length() > LONGEST_NAME || subject.chars().anyMatch(Character::isISOControl)) {
            return new Identity.Refused("its subject cannot be logged");
        }
        Optional<String> tenant = tenant(claims);
        if (tenant.isEmpty()) {
            return new Identity.Refused(
                    "it names no tenant as " + config.tenantClaim().orElse(""));
        }
        Set<Role> roles = words(claim(claims, config.rolesClaim())).stream()
                .filter(word -> word.startsWith(config.rolePrefix()))
                .flatMap(word -> Role.named(word.substring(config.rolePrefix().length())).stream())
                .collect(Collectors.toSet());
        return new Identity.Known(new Caller("oidc:" + subject, tenant.get(), roles, List.of(), OptionalInt.empty()));
    }

    private Optional<String> tenant(JWTClaimsSet claims) {
        if (config.tenantClaim().isEmpty()) {
            return Optional.of(RequestRules.DEFAULT_TENANT);
        }
        return claim(claims, config.tenantClaim().get()) instanceof String name && RequestRules.isTenant(name)
                ? Optional.of(name)
                : Optional.empty();
    }

    /** The claim of this name, or the one that its dots lead to within objects. */
    private static @Nullable Object claim(JWTClaimsSet claims, String name) {
        @Nullable Object whole = claims.getClaim(name);
        if (whole != null) {
            return whole;
        }
        @Nullable Object here = claims.getClaims();
        for (String part : name.split("\\.", -1)) {
            here = here instanceof Map<?, ?> object ? object.get(part) : null;
        }
        return here;
    }

    /** A list, or words with spaces between them as {@code scope} has them. */
    private static List<String> words(@Nullable Object claim) {
        if (claim instanceof Collection<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return claim instanceof String text ? List.of(text.split(" ", -1)) : List.of();
    }

    private static DefaultJWTClaimsVerifier<SecurityContext> claims(OidcConfig config, Clock clock) {
        JWTClaimsSet exactly =
                new JWTClaimsSet.Builder().issuer(config.issuer()).build();
        DefaultJWTClaimsVerifier<SecurityContext> verifier =
                new DefaultJWTClaimsVerifier<>(Set.of(config.audience()), exactly, Set.of("exp", "sub"), Set.of()) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        verifier.setMaxClockSkew(Math.toIntExact(SKEW.toSeconds()));
        return verifier;
    }

    private static JWKSource<SecurityContext> keys(OidcConfig config) {
        return JWKSourceBuilder.<SecurityContext>create(url(config), new KeyRetriever())
                .cache(KEPT.toMillis(), WAIT_FOR_OTHERS.toMillis())
                .refreshAheadCache(false) // which would have threads of its own
                .rateLimited(FETCHED_EVERY.toMillis())
                .outageTolerant(KEPT_IN_OUTAGE.toMillis())
                .build();
    }

    private static URL url(OidcConfig config) {
        try {
            return config.keys().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
