package dev.dashline.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the pages that show the way through the code equal to the code. */
class ArchitectureDocTest {

    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    /** A type, or one of its methods; constants are all capitals. */
    private static final Pattern TYPE = Pattern.compile("([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.([a-z]\\w*))?");

    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*[a-z0-9](?:Test|IT))`");
    private static final Pattern PATH = Pattern.compile("[\\w.-]+(/[\\w.-]+)*/?");
    private static final Pattern SCHEMA_NAME = Pattern.compile("\"name\": \"([A-Z]\\w+)\"");
    private static final Pattern TREE = Pattern.compile("(?ms)^```tree\\n(.*?)^```$");
    private static final Pattern TREE_LINE = Pattern.compile("( *)([a-z-]+)/ .*");
    /** Types of events are generated and have no source file. */
    private static final Pattern FULL_NAME = Pattern.compile("\\bdev\\.dashline(?!\\.events)(\\.[a-z]+)+\\.[A-Z]\\w+");

    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "dashline");

    @ParameterizedTest
    @ValueSource(strings = {"ARCHITECTURE.md", "docs/glossary.md"})
    void everyTypeAndPathThatThePageNamesExists(String page) throws IOException {
        Map<String, List<Path>> types = types();
        List<String> unknown = CODE.matcher(text(page))
                .results()
                .map(match -> match.group(1))
                .filter(name -> !exists(name, types))
                .toList();

        assertThat(unknown).isEmpty();
    }

    @Test
    void theTreeHasEveryModuleAndPackage() throws IOException {
        Set<String> packages = new TreeSet<>();
        for (Path file : Repository.files("package-info.java")) {
            if (file.startsWith(file.getName(0).resolve(SOURCES))) {
                packages.add(inTree(file));
            }
        }

        Set<String> missing = new TreeSet<>(packages);
        missing.removeAll(tree());
        assertThat(missing).isEmpty();
        assertThat(tree()).allMatch(line -> packages.contains(line) || isFolder(line));
    }

    @Test
    void everyTestThatAPageNamesExists() throws IOException {
        Map<String, List<Path>> types = types();
        Set<String> unknown = new TreeSet<>();
        for (Path page : Repository.files(".md")) {
            TEST.matcher(text(page.toString()))
                    .results()
                    .map(match -> match.group(1))
                    .filter(name -> !types.containsKey(name))
                    .forEach(unknown::add);
        }

        assertThat(unknown).isEmpty();
    }

    @Test
    void everyTypeThatScriptsAndPagesNameInFullExists() throws IOException {
        List<Path> files = new ArrayList<>(Repository.files(".md"));
        files.addAll(Repository.files("bench/common.sh"));
        Stream.of("dashline", "Dockerfile", "system-tests/faults", "system-tests/bench/timers")
                .map(Path::of)
                .forEach(files::add);
        Set<String> sources =
                Repository.files(".java").stream().map(Path::toString).collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>();
        for (Path file : files) {
            FULL_NAME
                    .matcher(text(file.toString()))
                    .results()
                    .map(MatchResult::group)
                    .filter(name -> sources.stream().noneMatch(source -> source.endsWith(asPath(name))))
                    .forEach(unknown::add);
        }

        assertThat(unknown).isEmpty();
    }

    private static String asPath(String name) {
        return "/" + name.replace('.', '/') + ".java";
    }

    private static boolean isFolder(String name) {
        return Files.isDirectory(Repository.root().resolve(name));
    }

    /** The tree leaves out the first folder of a module, such as {@code encoder} of {@code encoder-service}. */
    private static String inTree(Path packageInfo) {
        int own = 1 + SOURCES.getNameCount();
        int name = packageInfo.getNameCount() - 1;
        String module = packageInfo.getName(0) + "/";
        return name <= own + 1 ? module : module + packageInfo.subpath(own + 1, name) + "/";
    }

    private static Set<String> tree() throws IOException {
        Matcher block = TREE.matcher(text("ARCHITECTURE.md"));
        assertThat(block.find()).isTrue();
        Set<String> lines = new TreeSet<>();
        List<String> path = new ArrayList<>();
        for (String line : block.group(1).lines().toList()) {
            Matcher entry = TREE_LINE.matcher(line);
            if (entry.matches()) {
                int depth = entry.group(1).length() / 2;
                path = new ArrayList<>(path.subList(0, depth));
                path.add(entry.group(2));
                lines.add(String.join("/", path) + "/");
            }
        }
        return lines;
    }

    private static boolean exists(String name, Map<String, List<Path>> types) {
        Matcher type = TYPE.matcher(name);
        if (type.matches()) {
            List<Path> files = types.getOrDefault(type.group(1), List.of());
            Optional<String> method = Optional.ofNullable(type.group(2));
            return method.map(each -> files.stream().anyMatch(file -> declares(file, each)))
                    .orElse(!files.isEmpty());
        }
        boolean path = name.contains("/") && PATH.matcher(name).matches();
        return !path || Files.exists(Repository.root().resolve(name));
    }

    private static boolean declares(Path file, String method) {
        try {
            return Pattern.compile("\\b" + method + "\\(")
                    .matcher(text(file.toString()))
                    .find();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Files of all types by simple name; those of events are their schemas. */
    private static Map<String, List<Path>> types() throws IOException {
        Map<String, List<Path>> types = new TreeMap<>();
        for (Path file : Repository.files(".java")) {
            String name = String.valueOf(file.getFileName()).replace(".java", "");
            types.computeIfAbsent(name, none -> new ArrayList<>()).add(file);
        }
        for (Path file : Repository.files(".avsc")) {
            names(file)
                    .forEach(name -> types.computeIfAbsent(name, none -> new ArrayList<>())
                            .add(file));
        }
        return types;
    }

    private static Stream<String> names(Path schema) throws IOException {
        return SCHEMA_NAME.matcher(text(schema.toString())).results().map((MatchResult match) -> match.group(1));
    }

    private static String text(String file) throws IOException {
        return Files.readString(Repository.root().resolve(file), UTF_8);
    }
}
