package dev.dashline.runtime.trace;

import dev.dashline.runtime.trace.AttemptTrace.Interval;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Something that happened to an attempt, and is over.
 *
 * @param trace of the attempt
 * @param id of this span: 16 hexadecimal digits
 * @param name what happened; few spans have names of their own
 * @param interval when it happened
 */
public record AttemptSpan(AttemptTrace trace, String id, String name, Interval interval, Facts facts) {

    /**
     * What else is known.
     *
     * @param attributes by their names
     * @param failure why it failed; empty if it did not
     */
    public record Facts(Map<String, String> attributes, Optional<String> failure) {

        public Facts {
            attributes = Map.copyOf(attributes);
        }

        /** It went well. */
        public static Facts good(Map<String, String> attributes) {
            return new Facts(attributes, Optional.empty());
        }

        /**
         * It failed.
         *
         * @param why a code or a sentence
         */
        public static Facts failed(String why, Map<String, String> attributes) {
            return new Facts(attributes, Optional.of(why));
        }

        Facts with(Map<String, String> more) {
            Map<String, String> all = new TreeMap<>(attributes);
            all.putAll(more);
            return new Facts(all, failure);
        }
    }

    boolean isWhole() {
        return id.equals(trace.rootId());
    }
}
