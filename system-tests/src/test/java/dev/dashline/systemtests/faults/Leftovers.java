package dev.dashline.systemtests.faults;

import dev.dashline.systemtests.history.AttemptId;
import dev.dashline.systemtests.history.History;
import dev.dashline.systemtests.history.Invariant;
import dev.dashline.systemtests.history.Violation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** I9: what should be gone some minutes after the end. */
final class Leftovers {

    /** What an encoder that runs holds its part of the folder by. */
    private static final String LOCK = "-lock";

    private final Path folder;

    Leftovers(Path folder) {
        this.folder = folder;
    }

    /** FFmpeg processes that work for nobody, and temporary files of tasks. To be asked while no task is under way. */
    List<Violation> ofTasks() {
        List<Violation> found = new ArrayList<>();
        Shell.naming(folder).stream()
                .filter(Shell::isFfmpeg)
                .forEach(each -> found.add(new Violation(Invariant.I9, "pid " + each.pid(), "an FFmpeg goes on")));
        Shell.files(folder).stream()
                .filter(file -> file.toString().contains("/work/"))
                .filter(file -> !file.toString().endsWith(LOCK))
                .forEach(file -> found.add(
                        new Violation(Invariant.I9, folder.relativize(file).toString(), "a temporary file stays")));
        return found;
    }

    /** Objects that no manifest leads to, by attempt. */
    List<Violation> ofStore(History history) {
        Set<AttemptId> published = new HashSet<>();
        history.published()
                .forEach(each -> published.add(
                        new AttemptId(each.event().getVideoId(), each.event().getAttempt())));
        Set<String> orphans = new HashSet<>();
        for (String root : List.of("videos", "staging")) {
            Path place = folder.resolve(root);
            names(place)
                    .filter(name -> name.getNameCount() > 2)
                    .map(name -> new AttemptId(
                            name.getName(0).toString(),
                            Integer.parseInt(name.getName(1).toString())))
                    .filter(attempt -> !published.contains(attempt))
                    .forEach(attempt -> orphans.add(root + "/" + attempt));
        }
        return orphans.stream()
                .map(each -> new Violation(Invariant.I9, each, "objects that nothing refers to"))
                .toList();
    }

    private static Stream<Path> names(Path root) {
        return Shell.files(root).stream().map(root::relativize);
    }
}
