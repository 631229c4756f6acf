package dev.dashline.cli.webhook;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.option.TopicCommand;
import dev.dashline.schemas.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells nobody of a tenant's videos any more. */
@Command(
        name = "delete",
        header = "Tell nobody of a tenant's videos any more, and forget its secrets.",
        description = {"", "What was not delivered yet is dropped, also what requests named a receiver for."})
public final class WebhookDeleteCommand extends TopicCommand {

    @Parameters(paramLabel = "TENANT", description = "Whose videos it is about.")
    private String tenant = "";

    @Override
    public Integer call() {
        Logs.quiet(verbose());
        return withTopic(Topics.WEBHOOK_TARGETS, topic -> {
            if (!topic.newest().containsKey(tenant)) {
                System.err.println("dashline: " + tenant + " has no webhook; see dashline webhook list");
                return CliException.FAILED;
            }
            topic.write(tenant, null);
            System.out.println(tenant + "  deleted");
            return 0;
        });
    }
}
