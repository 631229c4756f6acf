package dev.dashline.cli.stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Merges several pages in Prometheus' text format. Services in one JVM report the same JVM metrics; each series is kept
 * once, because the format does not allow a series twice. Pure.
 */
final class MetricsPage {

    private MetricsPage() {}

    /** A metric: its comments, and its samples by their series. */
    private record Family(StringBuilder comments, Map<String, String> samples) {}

    static String join(List<String> pages) {
        Map<String, Family> families = new LinkedHashMap<>();
        for (String page : pages) {
            Family family = new Family(new StringBuilder(), new LinkedHashMap<>());
            boolean known = false;
            for (String line : page.lines().filter(each -> !each.isBlank()).toList()) {
                if (line.startsWith("# HELP ")) {
                    String name = line.split(" ", 4)[2];
                    known = families.containsKey(name);
                    family = families.computeIfAbsent(
                            name, unknown -> new Family(new StringBuilder(), new LinkedHashMap<>()));
                }
                if (!line.startsWith("#")) {
                    family.samples().putIfAbsent(line.substring(0, line.lastIndexOf(' ')), line);
                } else if (!known) {
                    family.comments().append(line).append('\n');
                }
            }
        }
        return families.values().stream()
                .map(family -> family.comments()
                        + family.samples().values().stream().collect(Collectors.joining("\n", "", "\n")))
                .collect(Collectors.joining());
    }
}
