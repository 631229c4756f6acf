package dev.dashline.cli.video;

import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.client.Revocation;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes published videos back. */
@Command(
        name = "unpublish",
        header = "Take published videos back.",
        description = {
            "",
            "Their public names go at once, their objects some minutes later. To be replayed if that was a mistake."
                    + " Videos of which nothing is public are left alone."
        })
public final class UnpublishCommand extends RevocationCommand {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for people.")
    private Optional<String> reason = Optional.empty();

    @Override
    Revocation revoke(IngestClient client, String videoId) {
        return client.unpublish(videoId, reason);
    }

    @Override
    String word() {
        return "unpublished";
    }
}
