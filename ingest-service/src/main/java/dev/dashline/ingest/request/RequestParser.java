package dev.dashline.ingest.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.DamageHandling;
import dev.dashline.events.Priority;
import dev.dashline.events.SubtitleSource;
import dev.dashline.events.VideoRequested;
import dev.dashline.schemas.RequestRules;
import dev.dashline.schemas.TrustedEvents;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Parses requests from JSON bodies. Stateless; safe for use by any thread.
 *
 * <p>The rules for a request beyond its JSON are in {@link RequestRules}, which all services share.
 */
public final class RequestParser {

    /** Name of the label that holds the client's own id. */
    public static final String CLIENT_ID = "clientId";

    private static final String ID = "id";
    private static final String LABELS = "labels";
    private static final String SOURCE = "source";
    private static final String PROFILE = "profile";
    private static final String SUBTITLES = "subtitles";
    private static final String WEBHOOK = "webhook";
    private static final Set<String> OTHERS =
            Set.of(ID, SOURCE, "title", PROFILE, "priority", "damage", "frameRate", WEBHOOK, LABELS, SUBTITLES);
    private static final Set<String> SUBTITLE_FIELDS = new TreeSet<>(Set.of(SOURCE, "language", "label"));

    static {
        TrustedEvents.vouch();
    }

    private final SourceRoots roots;
    private final DeploymentRules rules;
    private final String tenant;

    /** @param rules what else is wrong with a request in this deployment */
    public RequestParser(SourceRoots roots, DeploymentRules rules) {
        this(roots, rules, RequestRules.DEFAULT_TENANT);
    }

    private RequestParser(SourceRoots roots, DeploymentRules rules, String tenant) {
        this.roots = roots;
        this.rules = rules;
        this.tenant = tenant;
    }

    /** The same for sources that {@code allowed} allows, too, and no others. */
    public RequestParser within(Predicate<URI> allowed) {
        return new RequestParser(roots.within(allowed), rules, tenant);
    }

    /** The same for requests of this tenant, whose uploads are sources, too. */
    public RequestParser of(String owner) {
        return new RequestParser(roots.withUploadsOf(owner), rules, owner);
    }

    /** Every field of a request's body. */
    public static Set<String> fields() {
        Set<String> fields = new TreeSet<>(OTHERS);
        fields.addAll(OrderParser.REPLAY_FIELDS);
        return fields;
    }

    /** Parses a request. Its id and time are placeholders, which the server sets. */
    public Parsed<VideoRequested> parse(byte[] body) {
        List<FieldError> errors = new ArrayList<>();
        return JsonBody.object(body, errors)
                .map(object -> parse(object, errors))
                .orElseGet(() -> new Parsed.Invalid<>(errors));
    }

    /** Parses a request that has no source, because it goes with one. */
    public Parsed<VideoRequested> parseOf(String source, byte[] body) {
        List<FieldError> errors = new ArrayList<>();
        Optional<JsonNode> object = JsonBody.object(body, errors);
        if (object.isEmpty()) {
            return new Parsed.Invalid<>(errors);
        }
        if (object.get().has(SOURCE)) {
            return new Parsed.Invalid<>(List.of(new FieldError(SOURCE, "must not be given: it is the upload")));
        }
        return parse(((ObjectNode) object.get()).put(SOURCE, source), errors);
    }

    private Parsed<VideoRequested> parse(JsonNode object, List<FieldError> errors) {
        Fields fields = Fields.of(object, "", fields(), errors);
        VideoRequested request = request(fields, errors);
        request.getWebhook().flatMap(url -> rules.webhook(tenant, url)).ifPresent(rule -> fields.wrong(WEBHOOK, rule));
        List<RequestRules.Problem> broken = new ArrayList<>(RequestRules.problems(request));
        // A web address is not malformed: it is forbidden.
        Map<String, String> sources = sources(request);
        broken.removeIf(problem -> SourceRoots.isWeb(sources.getOrDefault(problem.field(), "")));
        addBrokenRules(broken, errors);
        if (errors.stream().noneMatch(error -> error.field().equals(PROFILE))) {
            rules.profile(request.getProfile()).ifPresent(rule -> fields.wrong(PROFILE, rule));
        }
        List<FieldError> forbidden = forbidden(request);
        if (errors.isEmpty()) {
            return forbidden.isEmpty() ? new Parsed.Valid<>(request) : new Parsed.Forbidden<>(forbidden);
        }
        forbidden.stream()
                .filter(each -> errors.stream().noneMatch(told -> told.field().equals(each.field())))
                .toList()
                .forEach(errors::add);
        return new Parsed.Invalid<>(List.copyOf(errors));
    }

    private VideoRequested request(Fields fields, List<FieldError> errors) {
        VideoRequested.Builder request = VideoRequested.newBuilder()
                .setVideoId("new")
                .setRequestedAt(Instant.EPOCH)
                .setSource(source(fields))
                .setTitle(fields.text("title").orElse(null))
                .setLabels(labels(fields))
                .setPriority(fields.oneOf("priority", Priority.class).orElse(Priority.NORMAL))
                .setDamage(fields.oneOf("damage", DamageHandling.class).orElse(null))
                .setFrameRate(fields.text("frameRate").orElse(null))
                .setWebhook(fields.text(WEBHOOK).orElse(null))
                .setSubtitles(subtitles(fields, errors));
        fields.text(PROFILE).ifPresent(request::setProfile);
        DeadlineParser.parse(fields).putInto(request);
        ExpiryParser.parse(fields).putInto(request);
        return request.build();
    }

    private String source(Fields fields) {
        String source = fields.requiredText(SOURCE);
        if (roots.lacksInput(source)) {
            fields.wrong(
                    SOURCE,
                    "must be an absolute URI, such as gs://bucket/object: INPUT_BUCKET is not set, which paths need");
        }
        return roots.resolve(source);
    }

    private static Map<String, String> labels(Fields fields) {
        Map<String, String> labels = new HashMap<>();
        fields.object(LABELS)
                .ifPresent(object -> object.properties().forEach(label -> {
                    if (label.getValue().isTextual()) {
                        labels.put(label.getKey(), label.getValue().textValue());
                    } else {
                        fields.wrong(LABELS, "must have only strings as values");
                    }
                }));
        fields.text(ID).ifPresent(id -> {
            if (id.chars().anyMatch(Character::isISOControl)) {
                fields.wrong(ID, "must not contain control characters");
            } else if (id.length() > RequestRules.MAX_LABEL_VALUE_LENGTH) {
                fields.wrong(ID, "must be " + RequestRules.MAX_LABEL_VALUE_LENGTH + " characters at most");
            } else if (!id.equals(labels.getOrDefault(CLIENT_ID, id))) {
                fields.wrong(ID, "must not differ from the label " + CLIENT_ID + ", which keeps it");
            } else {
                labels.put(CLIENT_ID, id);
            }
        });
        return labels;
    }

    private List<SubtitleSource> subtitles(Fields fields, List<FieldError> errors) {
        List<SubtitleSource> subtitles = new ArrayList<>();
        fields.array(SUBTITLES).ifPresent(array -> {
            for (int i = 0; i < array.size() && i <= RequestRules.MAX_SUBTITLES; i++) {
                if (!array.get(i).isObject()) {
                    fields.wrong(SUBTITLES + '[' + i + ']', "must be an object");
                    continue;
                }
                Fields one = Fields.of(array.get(i), SUBTITLES + '[' + i + "].", SUBTITLE_FIELDS, errors);
                subtitles.add(new SubtitleSource(
                        source(one),
                        one.requiredText("language"),
                        one.text("label").orElse(null)));
            }
        });
        // If some are missing, the indexes in later errors would be wrong.
        return errors.stream().anyMatch(error -> error.field().endsWith("]")) ? List.of() : subtitles;
    }

    /** Adds one error per field at most. */
    private static void addBrokenRules(List<RequestRules.Problem> broken, List<FieldError> errors) {
        for (RequestRules.Problem problem : broken) {
            if (errors.stream().noneMatch(error -> error.field().equals(problem.field()))) {
                errors.add(new FieldError(problem.field(), problem.rule()));
            }
        }
    }

    /** The sources that this deployment may not read. */
    private List<FieldError> forbidden(VideoRequested request) {
        List<FieldError> forbidden = new ArrayList<>();
        sources(request)
                .forEach((field, source) ->
                        roots.refusal(source).ifPresent(why -> forbidden.add(new FieldError(field, why))));
        return forbidden;
    }

    private static Map<String, String> sources(VideoRequested request) {
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put(SOURCE, request.getSource());
        for (int i = 0; i < request.getSubtitles().size(); i++) {
            sources.put(
                    SUBTITLES + '[' + i + "]." + SOURCE,
                    request.getSubtitles().get(i).getSource());
        }
        return sources;
    }
}
