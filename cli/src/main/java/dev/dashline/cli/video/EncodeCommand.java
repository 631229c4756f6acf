package dev.dashline.cli.video;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.client.Submitter;
import dev.dashline.cli.option.EncoderCount;
import dev.dashline.cli.option.OutputPlace;
import dev.dashline.cli.option.RequestOptions;
import dev.dashline.cli.option.Source;
import dev.dashline.cli.stack.EmbeddedStack;
import dev.dashline.cli.stack.EncodingStack;
import dev.dashline.cli.stack.RunningStack;
import dev.dashline.cli.stack.StackOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            "Where dashline dev runs for the same user, it does the work instead, and begins at once. It keeps the"
                    + " videos among its own, too. It is not asked with --cold, --verbose or --encoders, for what is"
                    + " not a file, or with settings of stores or profiles in the environment.",
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

    @Option(names = "--cold", description = "Start Kafka and the services though dashline dev runs.")
    private boolean cold;

    @Option(names = "--json", description = "Print the outcome of each video as a line of JSON when it ends.")
    private boolean json;

    @Override
    public Integer call() {
        Logs.quiet(verbose());
        ResultPrinter results = new ResultPrinter(json, verbose(), System.out, System.err);
        List<Source> named = inputs.isEmpty() ? List.of() : usable(results);
        OutputPlace output = OutputPlace.parse(out); // makes the folder, so this comes after the check of the inputs
        List<Source> sources = named.isEmpty() ? List.of(sample(output)) : named;
        int wanted = encoders.checked(1);
        Optional<RunningStack> running = runs(sources, output, wanted);
        try (EncodingStack stack = running.isPresent() ? running.get() : start(sources, output, wanted)) {
            Instant begin = Instant.now();
            List<SubmittedVideo> videos = submitted(sources, stack.submitter(), results);
            EncodingFollower encoding = new EncodingFollower(stack, videos, begin, System.err);
            int exitCode = results.summarize(encoding.untilAllEnded(results::ended));
            int refused = Math.max(1, inputs.size()) - videos.size();
            System.err.println(encoding.summary(refused));
            return refused > 0 ? CliException.FAILED : exitCode;
        }
    }

    private Optional<RunningStack> runs(List<Source> sources, OutputPlace output, int wanted) {
        boolean asUsual = !cold && !verbose() && wanted == 1;
        boolean files =
                sources.stream().allMatch(source -> "file".equals(source.uri().getScheme()));
        Optional<RunningStack> running = output.folder()
                .filter(folder -> asUsual && files)
                .flatMap(folder -> RunningStack.find(System.getenv(), folder));
        running.ifPresent(stack -> System.err.println(
                "dashline: dashline dev (process " + stack.pid() + ") runs already and does it; not so with --cold"));
        return running;
    }

    private EncodingStack start(List<Source> sources, OutputPlace output, int wanted) {
        StackOptions options = new StackOptions(
                Optional.empty(),
                new StackOptions.Places(
                        Optional.of(output.uri()),
                        Optional.empty(),
                        sources.stream().map(Source::folder).distinct().toList()),
                wanted,
                request.isToldToAWebhook() ? StackOptions.Ports.ANY : StackOptions.Ports.WITHOUT_API);
        System.err.println("dashline: starting Kafka and the services ...");
        return EmbeddedStack.start(options);
    }

    /** One name that cannot be used is no reason to leave the others. If none can, the first reason is thrown. */
    private List<Source> usable(ResultPrinter results) {
        if (inputs.size() == 1) {
            return Source.parse(inputs);
        }
        Map<String, CliException> unusable = new LinkedHashMap<>();
        List<Source> sources = new ArrayList<>();
        for (String input : inputs) {
            try {
                sources.add(Source.parse(input));
            } catch (CliException e) {
                unusable.put(input, e);
            }
        }
        if (sources.isEmpty()) {
            throw unusable.values().iterator().next();
        }
        unusable.forEach((input, why) -> results.refused(input, why.getMessage()));
        return sources;
    }

    private List<SubmittedVideo> submitted(List<Source> sources, Submitter submitter, ResultPrinter results) {
        List<SubmittedVideo> videos = new ArrayList<>();
        for (Source source : sources) {
            try {
                videos.add(new SubmittedVideo(source.input(), submitter.submit(request.submission(source))));
            } catch (CliException e) {
                if (sources.size() == 1) {
                    throw e;
                }
                results.refused(source.input(), e.getMessage());
            }
        }
        return videos;
    }

    private static Source sample(OutputPlace output) {
        Path clip = output.folder().orElse(Path.of("")).resolve("sample.mp4").toAbsolutePath();
        SampleClip.make(clip);
        System.err.println("dashline: no FILE was named, so this encodes the sample clip " + clip);
        return Source.parse(clip.toString());
    }
}
