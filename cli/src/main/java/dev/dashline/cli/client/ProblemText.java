package dev.dashline.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** RFC 9457 problems as people read them. Pure. */
public final class ProblemText {

    private ProblemText() {}

    /**
     * What a problem says, with what is wrong with each field.
     *
     * @param otherwise if it says nothing
     */
    public static String of(JsonNode problem, String otherwise) {
        StringJoiner text = new StringJoiner(" ");
        text.add(problem.path("detail").asText(problem.path("title").asText(otherwise)));
        for (JsonNode error : problem.path("errors")) {
            String field = error.path("field").asText();
            // What is wrong with the body as a whole has no field.
            String place = field.isEmpty() ? "The body" : field;
            text.add(place + ' ' + error.path("message").asText() + '.');
        }
        return text.toString();
    }
}
