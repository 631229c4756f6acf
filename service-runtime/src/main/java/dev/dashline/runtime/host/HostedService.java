package dev.dashline.runtime.host;

import dev.dashline.runtime.Service;
import java.util.Optional;

/** A service whose parts are in a {@link ServiceHost}. */
public abstract class HostedService implements Service {

    private final ServiceHost host;

    protected HostedService(ServiceHost host) {
        this.host = host;
    }

    @Override
    public final String name() {
        return host.name();
    }

    @Override
    public final void start() {
        host.start();
    }

    @Override
    public final Optional<String> notReadyBecause() {
        return host.notReadyBecause();
    }

    @Override
    public final Optional<Throwable> fatalError() {
        return host.fatalError();
    }

    @Override
    public final String scrape() {
        return host.scrape();
    }

    @Override
    public final void close() {
        host.close();
    }
}
