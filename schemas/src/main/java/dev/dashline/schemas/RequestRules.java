package dev.dashline.schemas;

import dev.dashline.events.SubtitleSource;
import dev.dashline.events.VideoRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a valid request that its schema cannot express. Any program may write to {@code video-requested}, so
 * every service that acts on a request checks it here first, and all services reach the same verdict.
 */
public final class RequestRules {

    public static final int MAX_URI_LENGTH = 2048;
    public static final int MAX_TITLE_LENGTH = 500;
    public static final int MAX_LABELS = 32;
    public static final int MAX_LABEL_VALUE_LENGTH = 1024;
    public static final int MAX_SUBTITLES = 32;
    public static final Duration MAX_TIMEOUT = Duration.ofDays(366);

    public static final int MAX_REASON_LENGTH = 500;

    /** The longest that a video may be public before it expires: a hundred years. */
    public static final Duration MAX_LIFE = Duration.ofDays(36_525);

    /** Whose videos are those that nobody said anything of: those of the deployment itself. */
    public static final String DEFAULT_TENANT = "default";

    /** What the name of a tenant has to be, after "must be". */
    public static final String TENANT_RULE = "1 to 64 of A-Z a-z 0-9 . - and _ and start with a letter or digit";

    private static final Pattern VIDEO_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern PROFILE = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern LABEL_KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,62}");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,7}");
    private static final String FRAME_RATE_RULE = "a number of frames a second, such as 25, 29.97 or 30000/1001";
    /** Not 0, and less than 1,000. */
    private static final Pattern FRAME_RATE =
            Pattern.compile("(?=.*[1-9].*)\\d{1,3}(\\.\\d{1,3})?|[1-9]\\d{0,5}/(1|1001)");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final List<Problem> problems = new ArrayList<>();

    private RequestRules() {}

    /**
     * A field that breaks a rule.
     *
     * @param field the event's field, with a place in it where there are several: {@code subtitles[0].language}
     * @param rule what the field must be, to be read after its name: "must be …"
     */
    public record Problem(String field, String rule) {

        @Override
        public String toString() {
            return field + ' ' + rule;
        }
    }

    /** Whether a tenant may have this name. */
    public static boolean isTenant(String name) {
        return TENANT.matcher(name).matches();
    }

    /** The rule that the reason for unpublishing a video breaks; empty if it is valid. */
    public static Optional<String> problemOfReason(String reason) {
        RequestRules rules = new RequestRules();
        rules.text("reason", reason, MAX_REASON_LENGTH);
        return rules.problems.stream().findFirst().map(Problem::rule);
    }

    /** Every rule that a request breaks, in the order of its fields; empty if it is valid. */
    public static List<Problem> problems(VideoRequested request) {
        RequestRules rules = new RequestRules();
        rules.identity(request);
        rules.source("source", request.getSource());
        rules.matches("profile", request.getProfile(), PROFILE, "1 to 64 of a-z 0-9 - and start with no -");
        rules.text("title", request.getTitle().orElse(null), MAX_TITLE_LENGTH);
        rules.labels(request.getLabels());
        rules.deadlines(request);
        rules.expiry(request);
        rules.text("webhook", request.getWebhook().orElse(null), MAX_URI_LENGTH);
        rules.subtitles(request.getSubtitles());
        request.getFrameRate().ifPresent(rate -> rules.matches("frameRate", rate, FRAME_RATE, FRAME_RATE_RULE));
        rules.matches("tenant", request.getTenant(), TENANT, TENANT_RULE);
        return List.copyOf(rules.problems);
    }

    private void identity(VideoRequested request) {
        matches("videoId", request.getVideoId(), VIDEO_ID, "1 to 64 of A-Z a-z 0-9 - and _");
        require(request.getAttempt() >= 1, "attempt", "must be 1 or more");
    }

    private void source(String field, String uri) {
        SourceUri.problem(uri, MAX_URI_LENGTH).ifPresent(rule -> problems.add(new Problem(field, rule)));
    }

    private void labels(Map<String, String> labels) {
        require(labels.size() <= MAX_LABELS, "labels", "must be " + MAX_LABELS + " at most");
        labels.forEach((key, value) -> {
            matches(
                    "labels",
                    key,
                    LABEL_KEY,
                    "named with 1 to 63 of A-Z a-z 0-9 . _ / - and start with a letter or digit");
            require(
                    value.length() <= MAX_LABEL_VALUE_LENGTH,
                    "labels",
                    "must have values of " + MAX_LABEL_VALUE_LENGTH + " characters at most");
        });
    }

    private void deadlines(VideoRequested request) {
        moment("requestedAt", request.getRequestedAt());
        Long timeout = request.getPublicationTimeoutMillis().orElse(null);
        Instant deadline = request.getDeadline().orElse(null);
        if (timeout != null) {
            require(timeout > 0, "publicationTimeoutMillis", "must be more than 0");
            require(
                    timeout <= MAX_TIMEOUT.toMillis(),
                    "publicationTimeoutMillis",
                    "must be " + MAX_TIMEOUT.toDays() + " days at most");
            require(deadline == null, "deadline", "must not be set beside publicationTimeoutMillis");
        }
        if (deadline != null) {
            moment("deadline", deadline);
        }
    }

    private void expiry(VideoRequested request) {
        request.getExpiresAt().ifPresent(moment -> moment("expiresAt", moment));
        request.getExpiresAfterMillis().ifPresent(life -> {
            require(life > 0, "expiresAfterMillis", "must be more than 0");
            require(
                    life <= MAX_LIFE.toMillis(),
                    "expiresAfterMillis",
                    "must be " + MAX_LIFE.toDays() + " days at most");
            require(request.getExpiresAt().isEmpty(), "expiresAt", "must not be set beside expiresAfterMillis");
        });
    }

    private void subtitles(List<SubtitleSource> subtitles) {
        require(subtitles.size() <= MAX_SUBTITLES, "subtitles", "must be " + MAX_SUBTITLES + " at most");
        for (int i = 0; i < Math.min(subtitles.size(), MAX_SUBTITLES); i++) {
            SubtitleSource subtitle = subtitles.get(i);
            String field = "subtitles[" + i + "].";
            source(field + "source", subtitle.getSource());
            matches(field + "language", subtitle.getLanguage(), LANGUAGE, "a BCP 47 language tag such as en or pt-BR");
            text(field + "label", subtitle.getLabel().orElse(null), MAX_TITLE_LENGTH);
        }
    }

    private void moment(String field, Instant moment) {
        require(
                !moment.isBefore(Instant.EPOCH) && !moment.isAfter(LATEST),
                field,
                "must be a time between the years 1970 and 9999");
    }

    private void text(String field, @Nullable String text, int maxLength) {
        if (text != null) {
            require(text.length() <= maxLength, field, "must be " + maxLength + " characters at most");
            require(text.chars().noneMatch(Character::isISOControl), field, "must not have control characters in it");
        }
    }

    private void matches(String field, String value, Pattern pattern, String rule) {
        require(pattern.matcher(value).matches(), field, "must be " + rule);
    }

    private void require(boolean holds, String field, String rule) {
        Problem problem = new Problem(field, rule);
        if (!holds && !problems.contains(problem)) {
            problems.add(problem);
        }
    }
}
