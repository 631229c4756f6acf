package dev.dashline.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Identity;
import dev.dashline.ingest.access.OidcConfig;
import dev.dashline.ingest.access.OidcTokens;
import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.http.gate.Admission;
import dev.dashline.ingest.video.Events;
import dev.dashline.testsupport.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens of an issuer that this test plays, against the API. */
@Timeout(60)
class OidcTokensTest {

    private static final String ISSUER = "https://issuer.example/realms/video";
    private static final RSAKey RSA = rsa("r");
    private static final RSAKey STRANGER = rsa("r");
    private static final RSAKey UNKNOWN = rsa("unknown");
    private static final ECKey EC = ec("e");
    private static final byte[] SECRET = "a secret of 32 characters or more".getBytes(StandardCharsets.UTF_8);

    private final AtomicInteger fetches = new AtomicInteger();
    private final HttpServer issuer;
    private volatile int status = 200;
    private final ManualClock clock = new ManualClock(Events.T0);
    private final OidcTokens tokens;

    OidcTokensTest() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/keys", exchange -> {
            try (exchange) {
                fetches.incrementAndGet();
                byte[] keys = new JWKSet(List.of(RSA.toPublicJWK(), EC.toPublicJWK()))
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Location", "/elsewhere");
                exchange.sendResponseHeaders(status, keys.length);
                exchange.getResponseBody().write(keys);
            }
        });
        issuer.createContext("/elsewhere", exchange -> {
            try (exchange) {
                byte[] keys = new JWKSet(STRANGER.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
            }
        });
        issuer.start();
        tokens = new OidcTokens(config("tenant"), clock);
    }

    private OidcConfig config(String tenantClaim) {
        return new OidcConfig(
                ISSUER,
                "dashline",
                URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys"),
                Set.of("RS256", "ES256"),
                "realm_access.roles",
                "dashline:",
                Optional.of(tenantClaim).filter(claim -> !claim.isEmpty()));
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
    }

    @Test
    void aTokenSaysWhoItIsAndWhatHeMayDo() {
        Caller caller = new Caller("oidc:ada", "news", Set.of(Role.VIEW), List.of(), OptionalInt.empty());

        assertThat(tokens.identify(rs256(good()))).isEqualTo(new Identity.Known(caller));
        assertThat(tokens.identify(signed(JWSAlgorithm.ES256, "e", signer(EC), good().build())))
                .isEqualTo(new Identity.Known(caller));
        assertThat(tokens.identify(rs256(good().audience(List.of("other", "dashline")))))
                .isEqualTo(new Identity.Known(caller));
        assertThat(tokens.identify(rs256(good().claim("realm_access", Map.of("roles", "dashline:view operate x")))))
                .isEqualTo(new Identity.Known(caller));
        assertThat(fetches).hasValue(1);
    }

    @Test
    void theTenantIsTheClaimsAndOnlyWhereItIsSaidTheDefault() {
        JWTClaimsSet.Builder without = good().claim("tenant", null);
        assertThat(tokens.identify(rs256(without))).isInstanceOf(Identity.Refused.class);
        assertThat(tokens.identify(rs256(good().claim("tenant", "a/b")))).isInstanceOf(Identity.Refused.class);
        assertThat(tokens.identify(rs256(good().claim("tenant", List.of("news")))))
                .isInstanceOf(Identity.Refused.class);

        assertThat(new OidcTokens(config(""), clock).identify(rs256(without)))
                .isEqualTo(new Identity.Known(
                        new Caller("oidc:ada", "default", Set.of(Role.VIEW), List.of(), OptionalInt.empty())));
    }

    /** The API answers each of them 401, and what is good 200. */
    @Test
    void noOtherTokenOpensTheApi() throws JOSEException {
        Instant now = Events.T0;
        Map<String, String> bad = Map.ofEntries(
                Map.entry("expired", rs256(good().expirationTime(Date.from(now.minusSeconds(31))))),
                Map.entry("without an end", rs256(good().expirationTime(null))),
                Map.entry("not valid yet", rs256(good().notBeforeTime(Date.from(now.plusSeconds(31))))),
                Map.entry("of another issuer", rs256(good().issuer(ISSUER + "2"))),
                Map.entry("of no issuer", rs256(good().issuer(null))),
                Map.entry("for another audience", rs256(good().audience("other"))),
                Map.entry("for nobody", rs256(good().audience((String) null))),
                Map.entry("without a subject", rs256(good().subject(null))),
                Map.entry("subject with a line end", rs256(good().subject("a\nb"))),
                Map.entry("none", new PlainJWT(good().build()).serialize()),
                Map.entry("forged", signed(JWSAlgorithm.RS256, "r", signer(STRANGER), good().build())),
                Map.entry("unknown key", signed(JWSAlgorithm.RS256, "unknown", signer(UNKNOWN), good().build())),
                Map.entry("unknown key again", signed(JWSAlgorithm.RS256, "u2", signer(UNKNOWN), good().build())),
                Map.entry("other algorithm", signed(JWSAlgorithm.RS512, "r", signer(RSA), good().build())),
                Map.entry("HMAC", signed(JWSAlgorithm.HS256, "r", new MACSigner(SECRET), good().build())),
                Map.entry(
                        "HMAC with the public key",
                        signed(
                                JWSAlgorithm.HS256,
                                "r",
                                new MACSigner(RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)),
                                good().build())),
                Map.entry("of another type", typed("logout+jwt")),
                Map.entry("changed", changed(rs256(good()))),
                Map.entry("cut off", rs256(good()).replaceFirst("\\.[^.]*$", ".")),
                Map.entry("no token", "a.b.c"));
        try (ApiServer server = server()) {
            bad.forEach((name, token) -> assertThat(get(server, token)).as(name).isEqualTo(401));
            assertThat(get(server, rs256(good()))).isEqualTo(200);
            assertThat(get(server, typed("at+jwt"))).isEqualTo(200);
        }
        assertThat(fetches).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void whileTheIssuerIsAwayNobodyIsToldThatHisTokenIsWrong() {
        status = 503;
        assertThat(tokens.identify(rs256(good()))).isInstanceOf(Identity.NotNow.class);
        status = 302;
        assertThat(tokens.identify(signed(JWSAlgorithm.RS256, "r", signer(STRANGER), good().build())))
                .isNotInstanceOf(Identity.Known.class);
    }

    private ApiServer server() {
        InMemoryVideos videos = new InMemoryVideos();
        ApiServer server = new ApiServer(
                new ApiSettings("127.0.0.1", 0, 1_024, Duration.ofSeconds(5), 4),
                Admission.of(tokens),
                List.of(videos.api(clock)),
                new SimpleMeterRegistry(),
                Map.of());
        server.start();
        return server;
    }

    private static int get(ApiServer server, String token) {
        ApiClient api = new ApiClient(server.port());
        return api.send(api.request("/videos").header("Authorization", "Bearer " + token))
                .status();
    }

    private static JWTClaimsSet.Builder good() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("dashline")
                .subject("ada")
                .expirationTime(Date.from(Events.T0.plusSeconds(60)))
                .claim("tenant", "news")
                .claim("realm_access", Map.of("roles", List.of("dashline:view", "operate", "dashline:fly")));
    }

    private static String rs256(JWTClaimsSet.Builder claims) {
        return signed(JWSAlgorithm.RS256, "r", signer(RSA), claims.build());
    }

    private static String typed(String type) {
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("r")
                        .type(new JOSEObjectType(type))
                        .build(),
                signer(RSA),
                good().build());
    }

    private static String changed(String token) {
        String[] parts = token.split("\\.", -1);
        String other = rs256(good().subject("eve")).split("\\.", -1)[1];
        return parts[0] + '.' + other + '.' + parts[2];
    }

    private static String signed(JWSAlgorithm algorithm, String key, JWSSigner signer, JWTClaimsSet claims) {
        return signed(new JWSHeader.Builder(algorithm).keyID(key).build(), signer, claims);
    }

    private static String signed(JWSHeader header, JWSSigner signer, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSSigner signer(RSAKey key) {
        try {
            return new RSASSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSSigner signer(ECKey key) {
        try {
            return new ECDSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2_048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ec(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
