package dev.dashline.testsupport;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The little Markdown that generated documents need. */
final class Markdown {

    private Markdown() {}

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
