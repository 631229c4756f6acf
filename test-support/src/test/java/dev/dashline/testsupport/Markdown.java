package dev.dashline.testsupport;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The little Markdown that generated documents need. */
final class Markdown {

    private static final int LINE = 120;

    private Markdown() {}

    /** Text in lines of at most 120 characters, without a line break at its end. */
    static String paragraph(String text) {
        StringBuilder lines = new StringBuilder();
        int column = 0;
        for (String word : text.split(" ", -1)) {
            boolean fits = column + 1 + word.length() <= LINE;
            if (column > 0) {
                lines.append(fits ? ' ' : '\n');
            }
            column = column > 0 && fits ? column + 1 + word.length() : word.length();
            lines.append(word);
        }
        return lines.toString();
    }

    static String table(List<String> head, List<List<String>> rows) {
        String rule = row(Collections.nCopies(head.size(), "---"));
        return row(head) + rule + rows.stream().map(Markdown::row).collect(Collectors.joining());
    }

    static String code(String text) {
        return '`' + text + '`';
    }

    static String codes(List<String> texts) {
        return texts.stream().map(Markdown::code).collect(Collectors.joining(", "));
    }

    private static String row(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
