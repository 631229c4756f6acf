package dev.dashline.ingest.http.gate;

import dev.dashline.ingest.access.Authenticator;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Identity;
import dev.dashline.ingest.access.RateLimits;
import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.problem.ProblemException;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a request in, or refuses it: the one place that tells who sends it. Safe for use by any thread.
 *
 * <p>Where no token is asked for, or a browser shows it by itself, any web page could have a browser send requests.
 * Those are refused if another page's address or another host's name is in them, and {@code POST} unless it says that
 * its body is JSON or a file: a browser sends that, and other methods, to another site only if the site has agreed,
 * which this one does not.
 */
public final class Gate {

    private static final Logger log = LoggerFactory.getLogger(Gate.class);

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
    private static final Set<String> SENT_UNASKED =
            Set.of("", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded");
    /** What a browser says of requests of our own page, and of an address that a person has entered. */
    private static final Set<String> SAME_SITE = Set.of("same-origin", "none");

    /** A header of uploads by tus: a browser sends it to no other site without asking that. */
    private static final String TUS = "Tus-Resumable";

    private static final List<String> OVERRIDES =
            List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override");

    private static final String CHALLENGE = "Bearer realm=\"dashline\"";
    private static final String BEARER = "bearer ";

    private final Admission admission;
    private final RateLimits rates;

    public Gate(Admission admission, RateLimits rates) {
        this.admission = admission;
        this.rates = rates;
    }

    /** Serves the requests that are let in. The others end with a {@link ProblemException}. */
    public Handler before(Route route) {
        return context -> {
            if (!route.mayBeOverridden()) {
                requireItsOwnMethod(context);
            }
            if (isSentByBrowsersThemselves(context, route)) {
                requireSameSite(context, route);
            }
            Caller caller = route.needs().isEmpty()
                    ? Caller.NOBODY
                    : admitted(context, route, route.needs().get());
            route.operation().serve(context, caller.at(address(context)));
        };
    }

    /** Where a request comes from, as far as it is believed: without the brackets that a URI has around IPv6. */
    public static String address(Context context) {
        return context.ip().replaceAll("[\\[\\]]", "");
    }

    /** Whether a request has to show a token. */
    public boolean asksForTokens() {
        return admission.authenticator().isPresent();
    }

    /**
     * Tells who sends a request.
     *
     * @throws ProblemException if he has to show a token and does not, or not a valid one
     */
    public Caller caller(Context context) {
        return caller(token(context));
    }

    /** The same for whoever shows this token, if any. */
    public Caller caller(Optional<String> token) {
        return admission
                .authenticator()
                .map(authenticator -> identified(authenticator, token))
                .orElse(Caller.ANYBODY);
    }

    /** Whether a caller would still be let in: to be asked later, as often as one likes. */
    public BooleanSupplier stillAdmits(Context context, Caller caller, Role role) {
        Optional<String> token = token(context);
        return () -> admission
                .authenticator()
                .map(authenticator -> token.map(authenticator::identify)
                        .filter(now -> now.match(
                                known -> known.may(role) && known.onlyTenant().equals(caller.onlyTenant()),
                                why -> false,
                                why -> false))
                        .isPresent())
                .orElse(true);
    }

    private Caller admitted(Context context, Route route, Role needs) {
        Caller caller = caller(context);
        if (!caller.may(needs)) {
            throw Problem.of(
                            403,
                            "role-missing",
                            "The token does not allow this",
                            "It has to have the role " + needs.word() + '.')
                    .with("WWW-Authenticate", CHALLENGE + ", error=\"insufficient_scope\"")
                    .exception();
        }
        if (route.changes()) {
            rates.refusal(caller).ifPresent(Gate::refuseForNow);
        }
        return caller;
    }

    /** Else a proxy that lets some methods through, and others not, would be led around. */
    private static void requireItsOwnMethod(Context context) {
        if (OVERRIDES.stream().anyMatch(header -> context.header(header) != null)) {
            throw Problem.of(
                            400,
                            "method-override",
                            "The request asks for another method",
                            "Send the method itself, without " + String.join(", ", OVERRIDES)
                                    + ". Only uploads take the first of them.")
                    .exception();
        }
    }

    private static Caller identified(Authenticator authenticator, Optional<String> token) {
        Identity identity = authenticator.identify(
                token.orElseThrow(() -> unknown("Show a key or a token as Authorization: Bearer ….", CHALLENGE)
                        .exception()));
        return identity.match(
                known -> known,
                why -> {
                    log.atInfo().addKeyValue("reason", why).log("token refused");
                    throw unknown("The token is not valid, or not any more.", CHALLENGE + ", error=\"invalid_token\"")
                            .exception();
                },
                why -> {
                    throw Problem.unavailable(why).exception();
                });
    }

    private static void refuseForNow(Duration wait) {
        throw Problem.of(429, "rate-exceeded", "Too much was asked for", "The token allows for less in a minute.")
                .with("Retry-After", Long.toString(wait.toSeconds() + 1))
                .exception();
    }

    private static Problem unknown(String detail, String challenge) {
        return Problem.of(401, "unauthorized", "Who asks is not known", detail).with("WWW-Authenticate", challenge);
    }

    private static Optional<String> token(Context context) {
        return bearer(context).or(() -> SessionCookie.token(context));
    }

    private static Optional<String> bearer(Context context) {
        @Nullable String header = context.header("Authorization");
        return Optional.ofNullable(header)
                .filter(text -> text.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(text -> text.substring(BEARER.length()).strip());
    }

    /** Whether nothing in it is known to a page only that it was meant for. */
    private boolean isSentByBrowsersThemselves(Context context, Route route) {
        boolean signsIn = route.needs().isEmpty() && route.changes();
        return admission.authenticator().isEmpty()
                || signsIn
                || (bearer(context).isEmpty() && SessionCookie.token(context).isPresent());
    }

    /** Whether a browser sends it to another site without asking that: it asks for unusual types and headers. */
    private static boolean isSentUnasked(Context context) {
        @Nullable String type = context.req().getContentType();
        String plain = type == null
                ? ""
                : type.toLowerCase(Locale.ROOT).split(";", -1)[0].strip();
        return context.header(TUS) == null && SENT_UNASKED.contains(plain);
    }

    private void requireSameSite(Context context, Route route) {
        if (admission.onlyLocal() && !THIS_MACHINE.contains(context.req().getServerName())) {
            throw Problem.of(
                            421,
                            "other-host",
                            "The request is for another host",
                            "This service answers this machine only, as localhost or 127.0.0.1.")
                    .exception();
        }
        if (isFromElsewhere(context)) {
            throw Problem.of(403, "cross-site", "The request comes from another site", "It came from a page elsewhere.")
                    .exception();
        }
        if (route.isSentByAnyPage() && isSentUnasked(context)) {
            BodyReader.requireJson(context);
        }
    }

    /** Browsers say which site a request comes from; where one does not, the page's address has to be that of ours. */
    private static boolean isFromElsewhere(Context context) {
        @Nullable String site = context.header("Sec-Fetch-Site");
        @Nullable String origin = context.header("Origin");
        String own = Objects.requireNonNullElse(context.header("Host"), "");
        return site == null
                ? origin != null && !origin.replaceFirst("^https?://", "").equalsIgnoreCase(own)
                : !SAME_SITE.contains(site);
    }
}
