package dev.dashline.ingest.request;

import dev.dashline.ingest.video.Deadline;
import dev.dashline.ingest.video.Expiry;
import dev.dashline.ingest.video.ReplayTerms;
import dev.dashline.schemas.RequestRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Parses the JSON bodies of orders about videos that there are: to replay, to unpublish. A body may be missing. */
public final class OrderParser {

    static final Set<String> REPLAY_FIELDS = new TreeSet<>(DeadlineParser.FIELDS);

    private static final String REASON = "reason";

    static {
        REPLAY_FIELDS.addAll(ExpiryParser.FIELDS);
    }

    private OrderParser() {}

    /** Parses the body of a replay: a new deadline and a new expiry, each of which may be none. */
    public static Parsed<ReplayTerms> parseReplay(byte[] body) {
        return optional(body, REPLAY_FIELDS, ReplayTerms.UNCHANGED, fields -> {
            Deadline deadline = DeadlineParser.parse(fields);
            Expiry expiry = ExpiryParser.parse(fields);
            return new ReplayTerms(
                    fields.hasAny(DeadlineParser.FIELDS) ? Optional.of(deadline) : Optional.empty(),
                    fields.hasAny(ExpiryParser.FIELDS) ? Optional.of(expiry) : Optional.empty());
        });
    }

    /** Parses the body of an order to unpublish: why, for people; empty if it does not say. */
    public static Parsed<Optional<String>> parseUnpublish(byte[] body) {
        return optional(body, Set.of(REASON), Optional.empty(), fields -> {
            Optional<String> reason = fields.text(REASON);
            reason.flatMap(RequestRules::problemOfReason).ifPresent(rule -> fields.wrong(REASON, rule));
            return reason;
        });
    }

    private static <T> Parsed<T> optional(byte[] body, Set<String> known, T none, Function<Fields, T> reader) {
        if (body.length == 0) {
            return new Parsed.Valid<>(none);
        }
        List<FieldError> errors = new ArrayList<>();
        Optional<T> read = JsonBody.object(body, errors)
                .map(object -> Fields.of(object, "", known, errors))
                .map(reader);
        return read.filter(value -> errors.isEmpty())
                .<Parsed<T>>map(Parsed.Valid::new)
                .orElseGet(() -> new Parsed.Invalid<>(List.copyOf(errors)));
    }
}
