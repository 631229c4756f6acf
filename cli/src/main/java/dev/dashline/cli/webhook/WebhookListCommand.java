package dev.dashline.cli.webhook;

import dev.dashline.cli.base.Logs;
import dev.dashline.cli.option.TopicCommand;
import dev.dashline.events.WebhookTarget;
import dev.dashline.schemas.Topics;
import java.util.Comparator;
import picocli.CommandLine.Command;

/** Lists who is told. */
@Command(
        name = "list",
        header = "List who is told of whose videos; the secrets are not shown.",
        description = {"", "A line has the tenant, the URL, how many secrets sign, and since when."})
public final class WebhookListCommand extends TopicCommand {

    @Override
    public Integer call() {
        Logs.quiet(verbose());
        return withTopic(Topics.WEBHOOK_TARGETS, topic -> {
            topic.newest().values().stream()
                    .sorted(Comparator.comparing(WebhookTarget::getTenant))
                    .forEach(target -> System.out.println(
                            target.getTenant() + "  " + target.getUrl().orElse("whom requests name") + "  "
                                    + target.getSecrets().size() + " secrets  since " + target.getChangedAt()));
            return 0;
        });
    }
}
