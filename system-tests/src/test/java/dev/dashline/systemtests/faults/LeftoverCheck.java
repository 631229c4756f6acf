package dev.dashline.systemtests.faults;

import dev.dashline.schemas.storage.ObjectKind;
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

/** Checks I9: finds what should be gone some minutes after the end. */
final class LeftoverCheck {

    /** An encoder holds this file while it runs. */
    private static final String LOCK = "-lock";

    private final Path folder;
    private final Platform platform;

    LeftoverCheck(Path folder, Platform platform) {
        this.folder = folder;
        this.platform = platform;
    }

    /** FFmpeg processes and temporary files of tasks. Call it while no task is running. */
    List<Violation> ofTasks() {
        List<Violation> found = new ArrayList<>();
        Shell.naming(folder).stream()
                .filter(Shell::isFfmpeg)
                .forEach(each -> found.add(new Violation(Invariant.I9, "pid " + each.pid(), "FFmpeg still runs")));
        Shell.files(folder).stream()
                .filter(file -> file.toString().contains("/work/"))
                .filter(file -> !file.toString().endsWith(LOCK))
                .forEach(file -> found.add(
                        new Violation(Invariant.I9, folder.relativize(file).toString(), "temporary file is left")));
        return found;
    }

    /** Attempts with objects that no manifest refers to. Timelines stay of all. */
    List<Violation> ofStore(History history) {
        Set<AttemptId> published = new HashSet<>();
        history.published()
                .forEach(each -> published.add(
                        new AttemptId(each.event().getVideoId(), each.event().getAttempt())));
        Set<String> orphans = new HashSet<>();
        for (String root : List.of("videos", "staging")) {
            names(platform.objects(root))
                    .filter(name -> name.getNameCount() > 2)
                    .filter(name -> !name.endsWith(ObjectKind.TIMELINE.standardName()))
                    .map(name -> new AttemptId(
                            name.getName(0).toString(),
                            Integer.parseInt(name.getName(1).toString())))
                    .filter(attempt -> !published.contains(attempt))
                    .forEach(attempt -> orphans.add(root + "/" + attempt));
        }
        return orphans.stream()
                .map(each -> new Violation(Invariant.I9, each, "has objects that no manifest refers to"))
                .toList();
    }

    private static Stream<Path> names(Path root) {
        return Shell.files(root).stream().map(root::relativize);
    }
}
