package dev.dashline.cli.option;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.client.IngestClient;
import java.net.URI;
import picocli.CommandLine.Option;

/** Which running Dashline a command talks to. */
public final class ServerOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://localhost:8080",
            description = "Address of ingest-service (default: ${DEFAULT-VALUE}).")
    private URI url = URI.create("http://localhost:8080");

    public IngestClient client() {
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new CliException("--url " + url + " is not an http or https address", CliException.USAGE);
        }
        return new IngestClient(url);
    }
}
