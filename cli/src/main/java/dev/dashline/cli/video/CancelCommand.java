package dev.dashline.cli.video;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.client.CancelOutcome;
import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.option.ServerOptions;
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
            "Encoding stops everywhere, and the video ends as failed with the code CANCELLED, to be replayed if that"
                    + " was a mistake. Videos that have ended already are left alone."
        })
public final class CancelCommand extends BaseCommand {

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids, as submit printed them.")
    private List<String> ids = new ArrayList<>();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() {
        IngestClient client = server.client();
        int refused = 0;
        for (String id : ids) {
            CancelOutcome cancellation = client.cancel(id);
            if (cancellation instanceof CancelOutcome.Requested requested) {
                System.out.println(id + "  attempt " + requested.attempt() + " is being cancelled");
            } else if (cancellation instanceof CancelOutcome.Ended ended) {
                System.out.println(id + "  left alone: " + ended.how());
            } else if (cancellation instanceof CancelOutcome.Refused why) {
                System.err.println("dashline: " + id + " was not cancelled: " + why.reason());
                refused++;
            }
        }
        return refused == 0 ? 0 : CliException.FAILED;
    }
}
