package dev.dashline.cli.video;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.client.FileUpload;
import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.feed.Feed;
import dev.dashline.cli.feed.Rate;
import dev.dashline.cli.feed.RequestLine;
import dev.dashline.cli.feed.RequestLineReader;
import dev.dashline.cli.option.RateConverter;
import dev.dashline.cli.option.RequestOptions;
import dev.dashline.cli.option.ServerOptions;
import dev.dashline.cli.option.Source;
import dev.dashline.cli.view.Terminal;
import dev.dashline.schemas.retry.Sleeper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits videos to a running Dashline. */
@Command(
        name = "submit",
        header = "Submit videos to a running Dashline.",
        description = {
            "",
            "A FILE is named in place, not copied: the services must be able to read it there. With --upload it is sent"
                    + " to the service instead, and goes on where it was after every break.",
            "Prints the id that each video is given.",
            "",
            "With - it reads requests from standard input, one JSON object a line: the body of POST /videos, or"
                    + " {\"id\":\"…\",\"title\":\"…\",\"provider\":\"…\",\"encodingTime\":6,\"publicationTimeout\":7}"
                    + " in seconds for an encoder that is simulated. A line that is neither, or is refused, is shown"
                    + " with its number and skipped."
        })
public final class SubmitCommand extends BaseCommand {

    private static final String STANDARD_INPUT = "-";

    @Parameters(paramLabel = "FILE|URI|-", arity = "1..*", description = "What to encode.")
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

    @Option(
            names = "--upload",
            description = "Send each FILE to the service, for machines that share no disk and no bucket with it.")
    private boolean upload;

    @Option(
            names = "--resume",
            paramLabel = "UPLOAD",
            description = "With --upload: go on with this upload of the FILE, which an earlier command began.")
    private Optional<String> resumed = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            converter = RateConverter.class,
            defaultValue = "max",
            description =
                    "Of the requests that - reads, hand over so many at most: 2/s, 30/m (default: ${DEFAULT-VALUE}).")
    private Rate rate = Rate.UNLIMITED;

    @Override
    public Integer call() throws InterruptedException {
        if (inputs.contains(STANDARD_INPUT)) {
            return lines();
        }
        if (resumed.isPresent() && (!upload || inputs.size() > 1)) {
            throw new CliException("--resume needs --upload and the one FILE of that upload", CliException.USAGE);
        }
        List<Source> sources = Source.parse(inputs);
        IngestClient client = server.client();
        List<SubmittedVideo> videos = new ArrayList<>();
        for (Source source : sources) {
            String videoId = upload ? upload(client, source) : client.submit(request.submission(source));
            SubmittedVideo video = new SubmittedVideo(source.input(), videoId);
            videos.add(video);
            tell(video);
        }
        return wait ? result(client, videos) : 0;
    }

    private String upload(IngestClient client, Source source) throws InterruptedException {
        if (!"file".equals(source.uri().getScheme())) {
            throw new CliException(source.input() + " is no file: leave out --upload", CliException.USAGE);
        }
        UploadProgress progress = new UploadProgress(source.input(), Terminal.isThere(), System.err);
        return new FileUpload(client, Sleeper.SYSTEM, progress)
                .send(Path.of(source.uri()), request.submission(source), resumed);
    }

    private int lines() throws InterruptedException {
        if (inputs.size() > 1 || upload) {
            throw new CliException("- stands alone: what standard input says is all there is", CliException.USAGE);
        }
        IngestClient client = server.client();
        List<SubmittedVideo> videos = new ArrayList<>();
        AtomicInteger skipped = new AtomicInteger();
        new Feed(client, rate).run(new RequestLineReader(System.in), new Feed.Listener() {
            @Override
            public void submitted(RequestLine.Asked line, String videoId) {
                SubmittedVideo video = new SubmittedVideo(line.name(), videoId);
                videos.add(video);
                tell(video);
            }

            @Override
            public void skipped(RequestLine.Wrong line) {
                skipped.incrementAndGet();
                System.err.println("dashline: line " + line.number() + " " + line.why());
            }
        });
        System.err.println("dashline: " + videos.size() + " submitted, " + skipped + " skipped");
        int exitCode = wait ? result(client, videos) : 0;
        return skipped.get() > 0 ? CliException.FAILED : exitCode;
    }

    private void tell(SubmittedVideo video) {
        if (!wait) {
            System.out.println(json ? video.json() : video.videoId() + "  " + video.input());
        }
    }

    private int result(IngestClient client, List<SubmittedVideo> videos) throws InterruptedException {
        return new ResultPrinter(json, verbose(), System.out, System.err)
                .tell(new StatusPoller(client, System.err).untilAllEnded(videos));
    }
}
