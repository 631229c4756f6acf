package dev.dashline.media.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The encoding profiles that requests can name. Immutable. */
public final class Profiles {

    private static final List<String> BUILT_IN =
            List.of("h264-ladder", "h264-fast", "hevc-ladder", "av1-ladder", "audio-only");

    private final TreeMap<String, EncodingProfile> profiles = new TreeMap<>();

    /** Exactly these profiles. */
    public Profiles(Collection<EncodingProfile> profiles) {
        profiles.forEach(profile -> this.profiles.put(profile.name(), profile));
    }

    /** The profiles that come with Dashline. */
    public static Profiles builtIn() {
        return new Profiles(BUILT_IN.stream()
                .map(name -> ProfileReader.read(name, resource("/profiles/" + name + ".yaml")))
                .toList());
    }

    /** These profiles and others. Where a name is taken twice, the other one wins. */
    public Profiles with(Profiles others) {
        List<EncodingProfile> all = new ArrayList<>(profiles.values());
        all.addAll(others.profiles.values());
        return new Profiles(all);
    }

    /**
     * Reads a profile from the text of its file.
     *
     * @throws ProfileException with all mistakes
     */
    public static EncodingProfile parse(String name, String yaml) {
        return ProfileReader.read(name, yaml);
    }

    /** The profile of that name, if there is one. */
    public Optional<EncodingProfile> find(String name) {
        return Optional.ofNullable(profiles.get(name));
    }

    /** The names of all profiles, sorted. */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(profiles.navigableKeySet());
    }

    /** All of them, by name. */
    public List<EncodingProfile> all() {
        return List.copyOf(profiles.values());
    }

    /** The same for the same profiles, whichever files they are from. */
    public String fingerprint() {
        return Fingerprints.of(all().stream()
                .map(profile -> profile.name() + ' ' + profile.fingerprint() + '\n')
                .collect(Collectors.joining()));
    }

    private static String resource(String path) {
        try (InputStream content = Profiles.class.getResourceAsStream(path)) {
            if (content == null) {
                throw new IllegalStateException("not on the class path: " + path);
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
