package dev.dashline.encoder;

import dev.dashline.media.profile.EncodingProfile;
import dev.dashline.media.profile.ProfileException;
import dev.dashline.media.profile.Profiles;
import dev.dashline.runtime.config.ConfigException;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoredObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Loads an operator's own encoding profiles: the files {@code NAME.yaml} in one folder or bucket. Use once. */
final class ProfileStore {

    /** The names that a request may use. */
    private static final Pattern FILE = Pattern.compile("([a-z0-9][a-z0-9-]{0,63})\\.yaml");

    private static final int MAX_BYTES = 1 << 20;

    private final ObjectStore store;
    private final URI root;
    private final List<ConfigException.Problem> problems = new ArrayList<>();

    private ProfileStore(ObjectStore store, URI root) {
        this.store = store;
        this.root = root;
    }

    /**
     * Loads the profiles that come with Dashline and the operator's own.
     *
     * @param root of the operator's profiles; ends in a slash; empty if there are none
     * @throws ConfigException with all mistakes in all files
     */
    static Profiles load(ObjectStore store, Optional<URI> root) {
        return root.map(place -> Profiles.builtIn().with(new ProfileStore(store, place).load()))
                .orElseGet(Profiles::builtIn);
    }

    private Profiles load() {
        List<EncodingProfile> profiles = new ArrayList<>();
        try (Stream<StoredObject> objects = store.list(root)) {
            objects.forEach(file -> read(file).ifPresent(profiles::add));
        } catch (StoreException e) {
            problem("cannot be read: " + e.getMessage());
        }
        if (profiles.isEmpty() && problems.isEmpty()) {
            problem("has no file NAME.yaml in it");
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Profiles(profiles);
    }

    private Optional<EncodingProfile> read(StoredObject file) {
        Matcher name = FILE.matcher(root.relativize(file.uri()).toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        if (file.size() > MAX_BYTES) {
            problem(name.group() + ": is larger than " + (MAX_BYTES >> 20) + " MiB");
            return Optional.empty();
        }
        try {
            byte[] content = store.readAll(file.uri(), file.generation());
            return Optional.of(Profiles.parse(name.group(1), new String(content, StandardCharsets.UTF_8)));
        } catch (ProfileException e) {
            e.problems().forEach(this::problem);
        } catch (StoreException e) {
            problem("cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    private void problem(String rule) {
        problems.add(new ConfigException.Problem(EncoderConfig.PROFILES_URI.key(), root.toString(), rule));
    }
}
