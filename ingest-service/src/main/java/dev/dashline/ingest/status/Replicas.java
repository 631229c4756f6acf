package dev.dashline.ingest.status;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.status.ReplicaMessages.Find;
import dev.dashline.ingest.status.ReplicaMessages.ListPage;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.ingest.video.VideoFilter;
import dev.dashline.ingest.video.VideoPage;
import dev.dashline.ingest.video.VideoQuery;
import dev.dashline.runtime.host.ServiceHost;
import dev.dashline.runtime.http.AdminServer;
import dev.dashline.runtime.http.ReplicaClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other replicas: asks them, and answers what they ask. Safe for use by any thread. */
public final class Replicas {

    private static final Logger log = LoggerFactory.getLogger(Replicas.class);

    /** How long another replica may take; a client waits for it. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

    private static final String FIND = "/replicas/status";
    private static final String LIST = "/replicas/statuses";

    private final ReplicaClient client;
    private final ReplicaMessages messages;

    /**
     * Adds what asks and answers other replicas to a service.
     *
     * @param token what replicas show each other, if anything
     * @param anybody whether anybody is answered where there is no token; nobody is otherwise
     */
    public static Replicas of(ServiceHost host, Optional<String> token, boolean anybody, LocalStatuses local) {
        Replicas replicas = new Replicas(
                new ReplicaClient(token, ANSWER_WITHIN, host.supervisor().cached("replicas")),
                new ReplicaMessages(host.serdes().of(VideoStatus.class)));
        if (token.isPresent() || anybody) {
            host.admin().ifPresent(admin -> replicas.answer(admin, token, local));
        } else {
            log.atInfo().log("answers no other replica: REPLICA_TOKEN is not set");
        }
        return replicas;
    }

    Replicas(ReplicaClient client, ReplicaMessages messages) {
        this.client = client;
        this.messages = messages;
    }

    /** Answers questions about the partitions that are here. */
    void answer(AdminServer server, Optional<String> token, LocalStatuses local) {
        server.answerReplicas(FIND, token, answering(question -> {
            Find find = messages.readFind(question);
            return messages.write(local.find(find.partition(), find.videoId()));
        }));
        server.answerReplicas(LIST, token, answering(question -> {
            ListPage list = messages.readListPage(question);
            return messages.write(local.list(list.partitions(), list.query()));
        }));
    }

    /**
     * Asks for the status of a video.
     *
     * @param address the replica that has its partition
     * @throws UnavailableException if it does not answer
     */
    Optional<VideoStatus> find(String address, int partition, String videoId) {
        return joined(client.ask(address, FIND, messages.write(new Find(partition, videoId)))
                .thenApply(messages::readStatus));
    }

    /**
     * Asks for a page of the list that partitions of one replica make.
     *
     * @return completes with {@link UnavailableException} if it does not answer
     */
    CompletableFuture<VideoPage> list(String address, Collection<Integer> partitions, VideoQuery query) {
        return client.ask(address, LIST, messages.write(new ListPage(List.copyOf(partitions), query)))
                .thenApply(answer -> page(answer, query.filter()));
    }

    /** Filters again: a replica of an older version does not know every filter, and would show what is others'. */
    private VideoPage page(byte[] answer, VideoFilter filter) {
        try {
            VideoPage page = messages.readPage(answer);
            return new VideoPage(page.videos().stream().filter(filter::accepts).toList(), page.next());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for an answer, which comes or fails within the time that the client allows. */
    static <T> T joined(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw new UnavailableException("another replica does not answer: " + e.getCause(), null);
        }
    }

    private interface Answer {
        byte[] to(byte[] question) throws IOException;
    }

    private static Function<byte[], Optional<byte[]>> answering(Answer answer) {
        return question -> {
            try {
                return Optional.of(answer.to(question));
            } catch (UnavailableException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
