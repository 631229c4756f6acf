package dev.dashline.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the pages together: a reader who starts at the README finds all of them, and no link leads nowhere. */
class DocLinksTest {

    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

    /**
     * A link to a file of the repository.
     *
     * @param target relative to the root
     * @param anchor a heading of that page; empty for the page itself
     */
    private record Link(Path page, Path target, String anchor) {}

    @Test
    void everyPageIsReachedFromTheReadme() throws IOException {
        Set<Path> reached = new LinkedHashSet<>();
        Deque<Path> open = new ArrayDeque<>(List.of(Path.of("README.md")));
        while (!open.isEmpty()) {
            Path page = open.remove();
            if (reached.add(page)) {
                links(page).stream()
                        .map(Link::target)
                        .filter(DocLinksTest::isPage)
                        .forEach(open::add);
            }
        }

        assertThat(reached).containsAll(Repository.files(".md"));
    }

    @Test
    void noRelativeLinkIsDead() throws IOException {
        List<Link> dead = new ArrayList<>();
        for (Path page : Repository.files(".md")) {
            for (Link link : links(page)) {
                if (!isThere(link)) {
                    dead.add(link);
                }
            }
        }

        assertThat(dead).isEmpty();
    }

    private static boolean isThere(Link link) throws IOException {
        Path file = Repository.root().resolve(link.target());
        return Files.exists(file)
                && (link.anchor().isEmpty() || anchors(link.target()).contains(link.anchor()));
    }

    private static boolean isPage(Path target) {
        return target.toString().endsWith(".md")
                && Files.exists(Repository.root().resolve(target));
    }

    private static List<Link> links(Path page) throws IOException {
        return LINK.matcher(prose(page))
                .results()
                .map(match -> match.group(1))
                .filter(target -> !target.matches("[a-z]+:.*"))
                .map(target -> link(page, target))
                .toList();
    }

    private static Link link(Path page, String target) {
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        String anchor = hash < 0 ? "" : target.substring(hash + 1);
        return new Link(page, path.isEmpty() ? page : page.resolveSibling(path).normalize(), anchor);
    }

    /** As GitHub makes them. */
    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(prose(page)).results().map(DocLinksTest::anchor).collect(Collectors.toSet());
    }

    private static String anchor(MatchResult heading) {
        return heading.group(1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static String prose(Path page) throws IOException {
        String text = Files.readString(Repository.root().resolve(page), UTF_8);
        return CODE_BLOCK.matcher(text).replaceAll("");
    }
}
