package dev.dashline.ingest.http;

import static io.javalin.http.HandlerType.GET;

import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.http.gate.Route;
import dev.dashline.ingest.page.MediaFolder;
import dev.dashline.ingest.page.Page;
import dev.dashline.ingest.page.PageSettings;
import dev.dashline.ingest.problem.Problem;
import io.javalin.http.Context;
import java.util.stream.Stream;

/** The routes of the page. It is for everybody, as it shows nothing by itself: its calls of the API need roles. */
final class PageRoutes {

    private PageRoutes() {}

    static Stream<Route> of(PageSettings settings) {
        Page page = new Page(settings.origin());
        Stream<Route> files = Stream.of(
                Route.open("/", page::index),
                Route.open(
                        "/page/<file>", context -> page.file(context, context.pathParam("file"), PageRoutes::refuse)));
        Stream<Route> media = settings.folder().map(MediaFolder::new).stream()
                .map(folder -> Route.of(
                        GET,
                        "/media/<file>",
                        Role.VIEW,
                        (context, caller) -> folder.file(context, context.pathParam("file"), PageRoutes::refuse)));
        return Stream.concat(files, media);
    }

    private static void refuse(Context context) {
        throw Problem.notFound("There is no such file.").exception();
    }
}
