package dev.dashline.cli.key;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.client.TopicRecords;
import dev.dashline.cli.option.TopicCommand;
import dev.dashline.events.ApiKey;
import dev.dashline.schemas.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Revokes keys. */
@Command(
        name = "revoke",
        header = "Revoke keys for ever.",
        description = {"", "Within 5 s no replica of ingest-service takes them any more."})
public final class KeyRevokeCommand extends TopicCommand {

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids, as dashline key list prints them.")
    private List<String> ids = new ArrayList<>();

    @Override
    public Integer call() {
        Logs.quiet(verbose());
        return withTopic(Topics.API_KEYS, this::revoke);
    }

    private int revoke(TopicRecords<ApiKey> topic) {
        Map<String, ApiKey> keys = topic.newest();
        int unknown = 0;
        for (String id : ids) {
            @Nullable ApiKey key = keys.get(id);
            if (key == null) {
                System.err.println("dashline: there is no key " + id + "; see dashline key list");
                unknown++;
            } else {
                topic.write(id, revoked(key));
                System.out.println(id + "  revoked: " + key.getName());
            }
        }
        return unknown == 0 ? 0 : CliException.FAILED;
    }

    /** The same if it is revoked already. */
    private static ApiKey revoked(ApiKey key) {
        return key.getRevokedAt().isPresent()
                ? key
                : ApiKey.newBuilder(key).setRevokedAt(Instant.now()).build();
    }
}
