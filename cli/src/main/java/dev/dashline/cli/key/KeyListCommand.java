package dev.dashline.cli.key;

import dev.dashline.cli.base.Logs;
import dev.dashline.cli.option.TopicCommand;
import dev.dashline.events.ApiKey;
import dev.dashline.schemas.Topics;
import java.util.Comparator;
import picocli.CommandLine.Command;

/** Lists keys. */
@Command(
        name = "list",
        header = "List all keys, also those that were revoked, the oldest first.",
        description = {"", "A line has the id, who holds it, its tenant, its roles, its limits, and since when."})
public final class KeyListCommand extends TopicCommand {

    @Override
    public Integer call() {
        Logs.quiet(verbose());
        return withTopic(Topics.API_KEYS, topic -> {
            topic.newest().values().stream()
                    .sorted(Comparator.comparing(ApiKey::getCreatedAt))
                    .forEach(key -> System.out.println(line(key)));
            return 0;
        });
    }

    /** One line; nothing in it is secret. */
    static String line(ApiKey key) {
        StringBuilder line = new StringBuilder(key.getKeyId() + "  " + key.getName() + "  " + key.getTenant() + "  "
                + String.join(",", key.getRoles()));
        if (!key.getSourceRoots().isEmpty()) {
            line.append("  from ").append(String.join(",", key.getSourceRoots()));
        }
        key.getRequestsPerMinute()
                .ifPresent(most -> line.append("  ").append(most).append(" a minute"));
        line.append("  since ").append(key.getCreatedAt());
        key.getRevokedAt().ifPresent(time -> line.append("  revoked ").append(time));
        return line.toString();
    }
}
