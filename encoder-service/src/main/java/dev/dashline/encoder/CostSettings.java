package dev.dashline.encoder;

import dev.dashline.events.VideoRequested;
import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import java.util.List;
import java.util.function.Function;

/**
 * To whom meters put down what videos cost.
 *
 * @param payer names who pays for a request
 * @param most payers that meters tell apart
 */
public record CostSettings(Function<VideoRequested, String> payer, int most) {

    /** Payer of what nobody is named for. */
    static final String NOBODY = "none";

    private static final String ALL = "all";
    private static final String TENANT = "tenant";
    private static final String LABEL = "label:";

    private static final Setting<Function<VideoRequested, String>> COST_BY = Setting.required(
                    "COST_BY",
                    "Who the meters of costs name as payer: " + ALL + " for everybody as one, " + TENANT
                            + " for the tenant of a video, or label: and the key of a label that requests carry, such"
                            + " as label:customer.",
                    ALL + ", " + TENANT + ", or " + LABEL + "KEY",
                    CostSettings::payer)
            .withDefault(ALL);

    private static final Setting<Integer> COST_PAYERS = Setting.integer(
                    "COST_PAYERS",
                    "How many payers the meters of costs tell apart in one process; those that come later are other."
                            + " Each costs some series of metrics.",
                    1,
                    10_000)
            .withDefault("100");

    /** Every setting that {@link #from} reads. */
    static final List<Setting<?>> SETTINGS = List.of(COST_BY, COST_PAYERS);

    static CostSettings from(Settings settings) {
        return new CostSettings(settings.get(COST_BY), settings.get(COST_PAYERS));
    }

    private static Function<VideoRequested, String> payer(String text) {
        if (text.equals(ALL)) {
            return request -> ALL;
        }
        if (text.equals(TENANT)) {
            return VideoRequested::getTenant;
        }
        String key = text.startsWith(LABEL) ? text.substring(LABEL.length()) : "";
        if (key.isBlank()) {
            throw new IllegalArgumentException(text);
        }
        return request -> request.getLabels().getOrDefault(key, NOBODY);
    }
}
