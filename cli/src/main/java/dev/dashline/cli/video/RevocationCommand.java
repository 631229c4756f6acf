package dev.dashline.cli.video;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.client.Revocation;
import dev.dashline.cli.option.ServerOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes something back of several videos; says of each what became of it. */
abstract class RevocationCommand extends BaseCommand {

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids, as submit printed them.")
    private List<String> ids = new ArrayList<>();

    @Mixin
    private ServerOptions server = new ServerOptions();

    /** Asks for it. */
    abstract Revocation revoke(IngestClient client, String videoId);

    /** What then happens to a video, after "is being". */
    abstract String word();

    @Override
    public Integer call() {
        IngestClient client = server.client();
        int refused = 0;
        for (String id : ids) {
            Revocation revocation = revoke(client, id);
            if (revocation instanceof Revocation.Requested requested) {
                System.out.println(id + "  attempt " + requested.attempt() + " is being " + word());
            } else if (revocation instanceof Revocation.LeftAlone left) {
                System.out.println(id + "  left alone: " + left.how());
            } else if (revocation instanceof Revocation.Refused why) {
                System.err.println("dashline: " + id + " was not " + word() + ": " + why.reason());
                refused++;
            }
        }
        return refused == 0 ? 0 : CliException.FAILED;
    }
}
