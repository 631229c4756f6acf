package dev.dashline.cli;

import dev.dashline.cli.client.IngestClient;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Cancels videos that are on their way. */
@Command(
        name = "cancel",
        header = "Cancel videos that are on their way.",
        description = {
            "",
            "Encoding stops everywhere, and the video ends as failed with the code CANCELLED, to be replayed if that was a"
                    + " mistake. What has ended by itself is left alone."
        })
final class CancelCommand extends BaseCommand {

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids, as submit printed them.")
    private List<String> ids = new ArrayList<>();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() {
        IngestClient client = server.client();
        for (String id : ids) {
            System.out.println(id + "  attempt " + client.cancel(id) + " is cancelled");
        }
        return 0;
    }
}
