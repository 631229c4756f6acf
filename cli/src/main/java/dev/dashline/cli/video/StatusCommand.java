package dev.dashline.cli.video;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.option.ServerOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the status of videos. */
@Command(name = "status", header = "Show the status of videos.")
public final class StatusCommand extends BaseCommand {

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids, as submit printed them.")
    private List<String> ids = new ArrayList<>();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--json", description = "Print one JSON object a line, as the service gives it.")
    private boolean json;

    @Override
    public Integer call() {
        for (String id : ids) {
            JsonNode status = server.client().status(id);
            System.out.println(json ? status.toString() : describe("", status));
        }
        return 0;
    }

    /** Every field on a line of its own, those of an object after its name; lists by their number of elements. */
    static String describe(String prefix, JsonNode node) {
        StringBuilder text = new StringBuilder();
        node.properties().forEach(field -> {
            String name = prefix + field.getKey();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                text.append(describe(name + ".", value));
            } else if (!value.isNull()) {
                String shown = value.isArray() ? value.size() + " of them; all with --json" : value.asText();
                text.append(String.format("%-22s %s%n", name, shown));
            }
        });
        return text.toString();
    }
}
