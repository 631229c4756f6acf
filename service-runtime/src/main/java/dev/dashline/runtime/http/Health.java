package dev.dashline.runtime.http;

import dev.dashline.runtime.Service;
import java.util.Optional;

/**
 * How a service is, for probes: in HTTP's words.
 *
 * @param status 200 if all is well, otherwise 503
 * @param text one line: {@code live} or {@code ready}, or what is wrong
 */
public record Health(int status, String text) {

    /** The type of {@link #text} as the body of an answer. */
    public static final String TYPE = "text/plain; charset=utf-8";

    /** Not well once the service has a fault that it cannot recover from. */
    public static Health live(Service service) {
        return of("live", fault(service));
    }

    /** Not well while the service cannot do its work. */
    public static Health ready(Service service) {
        return of("ready", fault(service).or(service::notReadyBecause));
    }

    private static Optional<String> fault(Service service) {
        return service.fatalError().map(Throwable::toString);
    }

    private static Health of(String good, Optional<String> reason) {
        return new Health(reason.isEmpty() ? 200 : 503, reason.orElse(good) + '\n');
    }
}
