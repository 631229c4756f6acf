package dev.dashline.cli.video;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.option.ServerOptions;
import dev.dashline.cli.view.ProfileTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the profiles that requests may name. */
@Command(
        name = "profiles",
        header = "List the encoding profiles that encoders know.",
        description = {
            "",
            "A profile that is rolled out is known once each encoder has been restarted: ENCODERS says how many know"
                    + " it, of how many that are alive."
        })
public final class ProfilesCommand extends BaseCommand {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--json", description = "Print one JSON object, as the service gives it.")
    private boolean json;

    @Override
    public Integer call() {
        JsonNode answer = server.client().profiles().orElseThrow();
        System.out.println(json ? answer.toString() : ProfileTable.text(answer));
        return 0;
    }
}
