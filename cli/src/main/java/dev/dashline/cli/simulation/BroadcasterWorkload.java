package dev.dashline.cli.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.cli.feed.LineParser;
import dev.dashline.cli.feed.RequestLine;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The workload of a broadcaster. Each video takes 1 to 6 s to encode and must be public 1 to 6 s after that, in whole
 * seconds, uniformly distributed. The same seed makes the same videos.
 */
public final class BroadcasterWorkload {

    private static final List<String> PROVIDERS = List.of("news", "sport", "weather", "archive");
    private static final int SECONDS = 6;

    private final LineParser parser = new LineParser();
    private final ObjectMapper mapper = new ObjectMapper();
    private final Random random;

    private BroadcasterWorkload(long seed) {
        this.random = new Random(seed);
    }

    /** So many requests. */
    public static Iterator<RequestLine> of(int count, long seed) {
        BroadcasterWorkload workload = new BroadcasterWorkload(seed);
        return Stream.iterate(1, number -> number + 1)
                .limit(count)
                .map(workload::line)
                .iterator();
    }

    private RequestLine line(int number) {
        int encodingTime = 1 + random.nextInt(SECONDS);
        int slack = 1 + random.nextInt(SECONDS);
        String provider = PROVIDERS.get(random.nextInt(PROVIDERS.size()));
        return parser.parse(
                number,
                mapper.createObjectNode()
                        .put("id", "video-" + number)
                        .put("title", "Video " + number)
                        .put("provider", provider)
                        .put("encodingTime", encodingTime)
                        .put("publicationTimeout", encodingTime + slack)
                        .toString());
    }
}
