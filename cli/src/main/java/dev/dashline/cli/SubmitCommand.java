package dev.dashline.cli;

import dev.dashline.cli.client.IngestClient;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hands videos to a running Dashline. */
@Command(
        name = "submit",
        header = "Hand videos to a Dashline that is running.",
        description = {
            "",
            "A FILE is named in place, not copied: the services must be able to read it there.",
            "Prints the id that each video is given."
        })
final class SubmitCommand extends BaseCommand {

    @Parameters(paramLabel = "FILE|URI", arity = "1..*", description = "What to encode.")
    private List<String> inputs = new ArrayList<>();

    @Mixin
    private RequestOptions request = new RequestOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--wait",
            description = "Wait until each is published or has failed; exit 0 only if all are published.")
    private boolean wait;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        List<Source> sources = Source.parse(inputs);
        IngestClient client = server.client();
        List<Submitted> videos = new ArrayList<>();
        for (Source source : sources) {
            Submitted video = new Submitted(source.input(), client.submit(request.submission(source)));
            videos.add(video);
            if (!wait) {
                System.out.println(json ? video.json() : video.videoId() + "  " + video.input());
            }
        }
        return wait
                ? new Results(json, System.out, System.err).tell(new Waiting(client, System.err).untilAllEnded(videos))
                : 0;
    }
}
