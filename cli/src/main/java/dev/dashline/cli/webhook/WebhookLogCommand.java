package dev.dashline.cli.webhook;

import dev.dashline.cli.base.Logs;
import dev.dashline.cli.option.TopicCommand;
import dev.dashline.events.DeliveryOutcome;
import dev.dashline.events.WebhookDelivery;
import dev.dashline.schemas.Topics;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what became of each try. */
@Command(
        name = "log",
        header = "Show what became of each try of the last 30 days.",
        description = {
            "",
            "A line has when, the event, its type, its video, its receiver, which try it was, and how it went."
        })
public final class WebhookLogCommand extends TopicCommand {

    @Option(names = "--video", paramLabel = "ID", description = "Only of this video.")
    private Optional<String> video = Optional.empty();

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Only of this tenant's videos.")
    private Optional<String> tenant = Optional.empty();

    @Option(names = "--failed", description = "Only what was not delivered.")
    private boolean failed;

    @Override
    public Integer call() {
        Logs.quiet(verbose());
        return withTopic(Topics.WEBHOOK_DELIVERIES, topic -> {
            topic.forEach(
                    (key, delivery) -> delivery.filter(this::isMeant).ifPresent(it -> System.out.println(line(it))));
            return 0;
        });
    }

    private boolean isMeant(WebhookDelivery delivery) {
        return video.map(delivery.getVideoId()::equals).orElse(true)
                && tenant.map(delivery.getTenant()::equals).orElse(true)
                && !(failed && delivery.getOutcome() == DeliveryOutcome.DELIVERED);
    }

    private static String line(WebhookDelivery delivery) {
        StringBuilder line = new StringBuilder(String.join(
                "  ",
                delivery.getAt().toString(),
                delivery.getEventId(),
                delivery.getType(),
                delivery.getVideoId(),
                delivery.getUrl(),
                "try " + delivery.getTries(),
                delivery.getOutcome().name().toLowerCase(Locale.ROOT)));
        delivery.getStatus().ifPresent(status -> line.append("  ").append(status));
        delivery.getProblem().ifPresent(problem -> line.append("  ").append(problem));
        delivery.getNextAt().ifPresent(next -> line.append("  next ").append(next));
        return line.toString();
    }
}
