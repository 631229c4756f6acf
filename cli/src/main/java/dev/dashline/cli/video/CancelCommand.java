package dev.dashline.cli.video;

import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.client.Revocation;
import picocli.CommandLine.Command;

/** Cancels videos that are on their way. */
@Command(
        name = "cancel",
        header = "Cancel videos that are on their way.",
        description = {
            "",
            "Encoding stops everywhere, and the video ends as failed with the code CANCELLED, to be replayed if that"
                    + " was a mistake. Videos that have ended already are left alone."
        })
public final class CancelCommand extends RevocationCommand {

    @Override
    Revocation revoke(IngestClient client, String videoId) {
        return client.cancel(videoId);
    }

    @Override
    String word() {
        return "cancelled";
    }
}
