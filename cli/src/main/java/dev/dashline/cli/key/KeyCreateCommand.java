package dev.dashline.cli.key;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.option.TopicCommand;
import dev.dashline.events.ApiKey;
import dev.dashline.ingest.access.ApiToken;
import dev.dashline.ingest.access.Role;
import dev.dashline.runtime.storage.SourceRules;
import dev.dashline.schemas.RequestRules;
import dev.dashline.schemas.Topics;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a key. */
@Command(
        name = "create",
        header = "Make a key, and print it: it is shown this once.",
        description = {
            "",
            "The topic has the key's hash only. Requests show the key as Authorization: Bearer KEY; the commands take"
                    + " it with --token or DASHLINE_TOKEN."
        })
public final class KeyCreateCommand extends TopicCommand {

    private static final int LONGEST_NAME = 100;

    @Parameters(paramLabel = "NAME", description = "Who is to hold it, for people and logs.")
    private String name = "";

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            defaultValue = RequestRules.DEFAULT_TENANT,
            description = "Whose videos it opens (default: ${DEFAULT-VALUE}). With the role operate, a key of the"
                    + " tenant " + RequestRules.DEFAULT_TENANT + " opens the videos of all.")
    private String tenant = RequestRules.DEFAULT_TENANT;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            split = ",",
            defaultValue = "submit,view",
            description = "What it allows: submit (ask for videos), view (see them), operate (replay and cancel them)."
                    + " Several, comma-separated (default: ${DEFAULT-VALUE}).")
    private List<String> roles = new ArrayList<>();

    @Option(
            names = "--source-root",
            paramLabel = "URI",
            description = "Where its sources must be, within what the service may read: gs://bucket/folder/. Can be"
                    + " given several times (default: anywhere there).")
    private List<String> sourceRoots = new ArrayList<>();

    @Option(
            names = "--per-minute",
            paramLabel = "N",
            description = "How many changes each replica takes from it in a minute (default: any number).")
    private Optional<Integer> perMinute = Optional.empty();

    @Override
    public Integer call() {
        Logs.quiet(verbose());
        ApiToken token = ApiToken.random(new SecureRandom());
        ApiKey key = key(token);
        return withTopic(Topics.API_KEYS, topic -> {
            topic.write(key.getKeyId(), key);
            System.err.println("dashline: key " + key.getKeyId() + " of " + name + ", tenant " + tenant + ": "
                    + String.join(", ", key.getRoles()));
            System.out.println(token.text());
            return 0;
        });
    }

    private ApiKey key(ApiToken token) {
        require(
                !name.isBlank() && name.length() <= LONGEST_NAME && name.chars().noneMatch(Character::isISOControl),
                "NAME must be 1 to " + LONGEST_NAME + " characters, none of them a control character");
        require(RequestRules.isTenant(tenant), "--tenant must be " + RequestRules.TENANT_RULE);
        roles.forEach(role -> require(
                Role.named(role).isPresent(),
                "--role takes "
                        + Arrays.stream(Role.values()).map(Role::word).collect(Collectors.joining(", "))
                        + ", not " + role));
        require(perMinute.orElse(1) > 0, "--per-minute must be 1 or more");
        return ApiKey.newBuilder()
                .setKeyId(token.keyId())
                .setHash(token.hash())
                .setName(name)
                .setTenant(tenant)
                .setRoles(List.copyOf(roles))
                .setSourceRoots(roots())
                .setRequestsPerMinute(perMinute.orElse(null))
                .setCreatedAt(Instant.now())
                .build();
    }

    private List<String> roots() {
        try {
            return sourceRoots.stream()
                    .flatMap(root -> SourceRules.SOURCE_ROOTS.parser().apply(root).stream())
                    .map(URI::toString)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new CliException(
                    "--source-root must be a URI such as gs://bucket/folder/, ending in / and without ..",
                    CliException.USAGE);
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new CliException(rule, CliException.USAGE);
        }
    }
}
