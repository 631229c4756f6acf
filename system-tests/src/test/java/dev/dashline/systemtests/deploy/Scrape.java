package dev.dashline.systemtests.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What services show at {@code /metrics}: the labels of each series' name. */
final class Scrape {

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)(?:\\{(.*)})? [^ ]+$");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?==|!=|=~|!~)");
    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
    private static final Pattern SELECTOR =
            Pattern.compile("\\b((?:dashline|kafka|jvm|process|system)_[a-z_]+|up)\\b(?:\\{([^}]*)})?");
    private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
    /** Prometheus adds these, and {@code up}. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

    private final Map<String, Set<String>> labels = new TreeMap<>(Map.of("up", Set.of()));

    Scrape(List<String> pages) {
        for (String page : pages) {
            SAMPLE.matcher(STRING.matcher(page).replaceAll(""))
                    .results()
                    .forEach(sample -> labels.computeIfAbsent(sample.group(1), name -> new TreeSet<>(OF_PROMETHEUS))
                            .addAll(LABEL.matcher(String.valueOf(sample.group(2)))
                                    .results()
                                    .map(MatchResult::group)
                                    .toList()));
        }
    }

    /** The names of series and labels that a query of Prometheus needs and that are not there. */
    List<String> missing(String query) {
        String text = STRING.matcher(query).replaceAll("");
        Set<String> known = new TreeSet<>();
        List<String> missing = new ArrayList<>();
        Matcher selectors = SELECTOR.matcher(text);
        while (selectors.find()) {
            String name = selectors.group(1);
            Set<String> there = labels.get(name);
            if (there == null) {
                missing.add(name);
                continue;
            }
            known.addAll(there);
            known.addAll(OF_PROMETHEUS);
            LABEL.matcher(String.valueOf(selectors.group(2)))
                    .results()
                    .map(MatchResult::group)
                    .filter(label -> !there.contains(label) && !OF_PROMETHEUS.contains(label))
                    .forEach(label -> missing.add(name + "{" + label + "}"));
        }
        if (known.isEmpty() && missing.isEmpty()) {
            missing.add("any series in " + query);
        }
        GROUPING.matcher(text)
                .results()
                .flatMap(by -> Stream.of(by.group(1).split(",", -1)))
                .map(String::strip)
                .filter(label -> !known.contains(label))
                .forEach(label -> missing.add("label " + label + " of " + query));
        return missing;
    }
}
