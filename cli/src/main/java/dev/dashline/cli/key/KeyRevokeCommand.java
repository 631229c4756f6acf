package dev.dashline.cli.key;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.client.KeyTopic;
import dev.dashline.events.ApiKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Revokes keys. */
@Command(
        name = "revoke",
        header = "Revoke keys for ever.",
        description = {"", "Within 5 s no replica of ingest-service takes them any more."})
public final class KeyRevokeCommand extends KeyTopicCommand {

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids, as dashline key list prints them.")
    private List<String> ids = new ArrayList<>();

    @Override
    public Integer call() {
        Logs.quiet(verbose());
        return withTopic(this::revoke);
    }

    private int revoke(KeyTopic topic) {
        Map<String, ApiKey> keys =
                topic.all().stream().collect(Collectors.toMap(ApiKey::getKeyId, Function.identity()));
        int unknown = 0;
        for (String id : ids) {
            @Nullable ApiKey key = keys.get(id);
            if (key == null) {
                System.err.println("dashline: there is no key " + id + "; see dashline key list");
                unknown++;
            } else {
                topic.write(revoked(key));
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
