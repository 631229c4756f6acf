package dev.dashline.runtime;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A service that does what a test tells it to. */
public class FakeService implements Service {

    public volatile @Nullable String reason;
    public volatile @Nullable Throwable fault;

    @Override
    public String name() {
        return "fake-service";
    }

    @Override
    public void start() {}

    @Override
    public Optional<String> notReadyBecause() {
        return Optional.ofNullable(reason);
    }

    @Override
    public Optional<Throwable> fatalError() {
        return Optional.ofNullable(fault);
    }

    @Override
    public void close() {}
}
