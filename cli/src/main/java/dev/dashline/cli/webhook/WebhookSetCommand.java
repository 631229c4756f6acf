package dev.dashline.cli.webhook;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.client.TopicRecords;
import dev.dashline.cli.option.TopicCommand;
import dev.dashline.events.WebhookTarget;
import dev.dashline.ingest.webhook.Destinations;
import dev.dashline.schemas.RequestRules;
import dev.dashline.schemas.Topics;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets who is told of a tenant's videos, and makes the secret. */
@Command(
        name = "set",
        header = "Set who is told of the events of a tenant's videos, and make the secret that signs it.",
        description = {
            "",
            "Prints the secret when it is made: the first time, and with --rotate. Then the secret before signs, too,"
                    + " until the next one is made, so that receivers have time to change."
        })
public final class WebhookSetCommand extends TopicCommand {

    private static final int SECRET_BYTES = 32;

    /** The newest, and the one before. */
    private static final int SECRETS = 2;

    @Parameters(paramLabel = "TENANT", description = "Whose videos it is about.")
    private String tenant = "";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Who is told of all of its videos. If not given, that stays as it is; at first, only who a"
                    + " request names is told.")
    private Optional<String> url = Optional.empty();

    @Option(names = "--rotate", description = "Make a new secret.")
    private boolean rotate;

    @Override
    public Integer call() {
        Logs.quiet(verbose());
        require(RequestRules.isTenant(tenant), "TENANT must be " + RequestRules.TENANT_RULE);
        url.flatMap(Destinations.ANY::problem).ifPresent(rule -> require(false, "--url " + rule));
        return withTopic(Topics.WEBHOOK_TARGETS, this::set);
    }

    private int set(TopicRecords<WebhookTarget> topic) {
        Optional<WebhookTarget> before = Optional.ofNullable(topic.newest().get(tenant));
        List<String> secrets =
                new ArrayList<>(before.map(WebhookTarget::getSecrets).orElse(List.of()));
        boolean isNew = rotate || secrets.isEmpty();
        if (isNew) {
            secrets.add(0, secret());
        }
        topic.write(
                tenant,
                WebhookTarget.newBuilder()
                        .setTenant(tenant)
                        .setUrl(url.or(() -> before.flatMap(WebhookTarget::getUrl))
                                .orElse(null))
                        .setSecrets(List.copyOf(secrets.subList(0, Math.min(SECRETS, secrets.size()))))
                        .setChangedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                        .build());
        if (isNew) {
            System.out.println(secrets.get(0));
        }
        return 0;
    }

    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return "whsec_" + Base64.getEncoder().encodeToString(bytes);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new CliException(rule, CliException.USAGE);
        }
    }
}
