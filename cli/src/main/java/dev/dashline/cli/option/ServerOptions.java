package dev.dashline.cli.option;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.client.IngestClient;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which running Dashline a command talks to, and what it shows there. */
public final class ServerOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://localhost:8080",
            description = "Address of ingest-service (default: ${DEFAULT-VALUE}).")
    private URI url = URI.create("http://localhost:8080");

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Key or token to show there. Others on this machine can see it here, so rather set"
                    + " $DASHLINE_TOKEN, or write token=TOKEN into ~/.config/dashline/config ($DASHLINE_CONFIG names"
                    + " another file), which nobody else may read.")
    private Optional<String> token = Optional.empty();

    public IngestClient client() {
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new CliException("--url " + url + " is not an http or https address", CliException.USAGE);
        }
        return new IngestClient(url, Token.find(token, System.getenv()));
    }
}
