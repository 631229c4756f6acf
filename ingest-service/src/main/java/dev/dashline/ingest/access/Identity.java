package dev.dashline.ingest.access;

import java.util.function.Function;

/** What a token says of who sends a request. */
public sealed interface Identity {

    /** Applies the function for the kind that this is. */
    <R> R match(Function<Caller, R> known, Function<String, R> refused, Function<String, R> notNow);

    /** The token is good. */
    record Known(Caller caller) implements Identity {
        @Override
        public <R> R match(Function<Caller, R> known, Function<String, R> refused, Function<String, R> notNow) {
            return known.apply(caller);
        }
    }

    /**
     * The token is not good.
     *
     * @param why for the log, and not for who sent it
     */
    record Refused(String why) implements Identity {
        @Override
        public <R> R match(Function<Caller, R> known, Function<String, R> refused, Function<String, R> notNow) {
            return refused.apply(why);
        }
    }

    /** Whether the token is good cannot be told now. */
    record NotNow(String why) implements Identity {
        @Override
        public <R> R match(Function<Caller, R> known, Function<String, R> refused, Function<String, R> notNow) {
            return notNow.apply(why);
        }
    }
}
