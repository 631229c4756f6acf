package dev.dashline.ingest.http.operation;

import dev.dashline.events.ingest.VideoState;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.problem.ProblemException;
import dev.dashline.ingest.request.FieldError;
import dev.dashline.ingest.request.RequestParser;
import dev.dashline.ingest.request.Times;
import dev.dashline.ingest.video.Position;
import dev.dashline.ingest.video.VideoFilter;
import dev.dashline.ingest.video.VideoQuery;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the parameters of a list of videos. One that is unknown is refused: a misspelt filter would find all videos.
 */
public final class ListParameters {

    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 500;

    static final String CURSOR = "cursor";

    static final String STATE = "state";
    private static final String CODE = "code";
    private static final String LABEL = "label";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String LIMIT = "limit";

    private static final Set<String> ALL = Set.of(STATE, CODE, LABEL, RequestParser.CLIENT_ID, FROM, TO, LIMIT, CURSOR);

    private final Map<String, List<String>> given;
    private final List<FieldError> errors = new ArrayList<>();

    private ListParameters(Map<String, List<String>> given) {
        this.given = given;
    }

    /**
     * What these parameters ask for, of the videos that the caller may know of.
     *
     * @throws ProblemException that names every parameter that is wrong
     */
    static VideoQuery query(Caller caller, Map<String, List<String>> given) {
        ListParameters parameters = new ListParameters(given);
        VideoQuery query = parameters.read(caller);
        if (!parameters.errors.isEmpty()) {
            throw Problem.invalid(parameters.errors).exception();
        }
        return query;
    }

    private VideoQuery read(Caller caller) {
        given.keySet().stream()
                .filter(name -> !ALL.contains(name))
                .sorted()
                .forEach(name -> errors.add(new FieldError(name, "is not known")));
        VideoFilter filter = new VideoFilter(
                one(
                        STATE,
                        "must be one of requested, encoding, encoded, published, failed, unpublished",
                        text -> VideoState.valueOf(lowerCase(text).toUpperCase(Locale.ROOT))),
                one(CODE, "must be a code, such as DEADLINE_EXCEEDED", text -> matching(text, "[A-Z][A-Z_]*")),
                labels(),
                one(FROM, "must be a time, such as 2026-01-31T12:00:00Z", Times::instant),
                one(TO, "must be a time, such as 2026-01-31T12:00:00Z", Times::instant));
        return new VideoQuery(
                filter.of(caller.onlyTenant()),
                one(
                        CURSOR,
                        "must be what another page has as next",
                        text -> Position.parse(text).orElseThrow(IllegalArgumentException::new)),
                one(LIMIT, "must be a whole number from 1 to " + MAX_LIMIT, ListParameters::limit)
                        .orElse(DEFAULT_LIMIT));
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        one(RequestParser.CLIENT_ID, "must be an id", text -> text)
                .ifPresent(id -> labels.put(RequestParser.CLIENT_ID, id));
        for (String label : given.getOrDefault(LABEL, List.of())) {
            int end = label.indexOf('=');
            String name = end < 0 ? "" : label.substring(0, end);
            String value = label.substring(end + 1);
            if (name.isEmpty() || !labels.getOrDefault(name, value).equals(value)) {
                errors.add(new FieldError(LABEL, "must be NAME=VALUE, with one value for each name"));
            }
            labels.put(name, value);
        }
        return labels;
    }

    private <T> Optional<T> one(String name, String rule, Function<String, T> parser) {
        List<String> values = given.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            errors.add(new FieldError(name, "must be given once"));
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(values.get(0)));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            errors.add(new FieldError(name, rule));
            return Optional.empty();
        }
    }

    private static String lowerCase(String text) {
        return matching(text, "[a-z]+");
    }

    private static String matching(String text, String pattern) {
        if (!text.matches(pattern)) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static int limit(String text) {
        int limit = Integer.parseInt(matching(text, "[0-9]{1,4}"));
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException();
        }
        return limit;
    }
}
