package dev.dashline.cli.webhook;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.client.TopicRecords;
import dev.dashline.cli.option.TopicCommand;
import dev.dashline.events.DeliveryOutcome;
import dev.dashline.events.WebhookDelivery;
import dev.dashline.schemas.Topics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells of events again. */
@Command(
        name = "resend",
        header = "Tell of events again, delivered or given up.",
        description = {"", "The receiver is the one that is set now; webhook-id is the event's, as before."})
public final class WebhookResendCommand extends TopicCommand {

    @Parameters(
            paramLabel = "EVENT",
            arity = "1..*",
            description = "Ids of events, as dashline webhook log prints them.")
    private List<String> ids = new ArrayList<>();

    @Override
    public Integer call() {
        Logs.quiet(verbose());
        return withTopic(Topics.WEBHOOK_DELIVERIES, this::resend);
    }

    private int resend(TopicRecords<WebhookDelivery> topic) {
        Map<String, WebhookDelivery> tried = new HashMap<>();
        topic.forEach((key, delivery) ->
                delivery.filter(it -> ids.contains(it.getEventId())).ifPresent(it -> tried.put(it.getEventId(), it)));
        int unknown = 0;
        for (String id : ids) {
            @Nullable WebhookDelivery last = tried.get(id);
            if (last == null) {
                System.err.println("dashline: nobody was told of an event " + id + "; see dashline webhook log");
                unknown++;
            } else {
                topic.write(last.getVideoId(), order(last));
                System.out.println(id + "  is being sent again");
            }
        }
        return unknown == 0 ? 0 : CliException.FAILED;
    }

    private static WebhookDelivery order(WebhookDelivery last) {
        return WebhookDelivery.newBuilder(last)
                .setAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .setTries(0)
                .setOutcome(DeliveryOutcome.RESEND)
                .setStatus(null)
                .setProblem(null)
                .setNextAt(null)
                .build();
    }
}
