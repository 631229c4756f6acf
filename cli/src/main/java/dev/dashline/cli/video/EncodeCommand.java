package dev.dashline.cli.video;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.option.EncoderCount;
import dev.dashline.cli.option.OutputPlace;
import dev.dashline.cli.option.RequestOptions;
import dev.dashline.cli.option.Source;
import dev.dashline.cli.stack.EmbeddedStack;
import dev.dashline.cli.stack.StackOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Encodes videos with a stack of its own, which is gone afterwards. */
@Command(
        name = "encode",
        header = "Make MPEG-DASH and HLS of videos, here and now.",
        description = {
            "",
            "Starts Kafka and the services on this machine, has them encode and publish every video at the same time,"
                    + " and stops them. Exit code 0 if all were published, 1 if any failed, 2 if the arguments were"
                    + " wrong.",
            "",
            "Without a FILE it makes a sample clip of 20 s."
        },
        footer = {"", "Makes DIR/VIDEO-ID/manifest.mpd (DASH) and DIR/VIDEO-ID/master.m3u8 (HLS)."})
public final class EncodeCommand extends BaseCommand {

    @Parameters(paramLabel = "FILE|URI", arity = "0..*", description = "Videos.")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR|URI",
            defaultValue = "out",
            description = "Where the videos go (default: ${DEFAULT-VALUE}).")
    private String out = "out";

    @Mixin
    private RequestOptions request = new RequestOptions();

    @Mixin
    private EncoderCount encoders = new EncoderCount();

    @Option(names = "--json", description = "Print the outcome of each video as a line of JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Logs.quiet(verbose());
        List<Source> named = Source.parse(inputs);
        OutputPlace output = OutputPlace.parse(out);
        List<Source> sources = named.isEmpty() ? List.of(sample(output)) : named;
        StackOptions options = new StackOptions(
                Optional.empty(),
                new StackOptions.Places(
                        Optional.of(output.uri()),
                        Optional.empty(),
                        sources.stream().map(Source::folder).distinct().toList()),
                encoders.checked(1),
                StackOptions.Ports.ANY);
        System.err.println("dashline: starting Kafka and the services ...");
        try (EmbeddedStack stack = EmbeddedStack.start(options)) {
            IngestClient client = new IngestClient(stack.api());
            List<SubmittedVideo> videos = new ArrayList<>();
            for (Source source : sources) {
                videos.add(new SubmittedVideo(source.input(), client.submit(request.submission(source))));
            }
            EncodingFollower encoding = new EncodingFollower(stack, videos, System.err);
            int exitCode = new ResultPrinter(json, System.out, System.err).tell(encoding.untilAllEnded());
            System.err.println(encoding.summary());
            return exitCode;
        }
    }

    private static Source sample(OutputPlace output) {
        Path clip = output.folder().orElse(Path.of("")).resolve("sample.mp4").toAbsolutePath();
        SampleClip.make(clip);
        System.err.println("dashline: no FILE was named, so this encodes the sample clip " + clip);
        return Source.parse(clip.toString());
    }
}
