package dev.dashline.ingest.settings;

import dev.dashline.ingest.request.SourceRoots;
import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import dev.dashline.runtime.host.HostConfig;
import dev.dashline.runtime.storage.Buckets;
import dev.dashline.runtime.storage.SourceRules;
import dev.dashline.runtime.storage.StoreConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings that say which sources a request may name. */
public final class SourceRootSettings {

    private static final String NONE = "none";

    /** Empty if any bucket is allowed. */
    static final Setting<Optional<List<URI>>> SOURCE_ROOTS = Setting.required(
                    SourceRules.SOURCE_ROOTS.key(),
                    "Where sources may be, beside INPUT_BUCKET: buckets, parts of buckets and folders. With any, in"
                            + " whatever bucket the encoders can read, but in no folder.",
                    "URIs such as gs://bucket/ or file:///data/in/, comma-separated, each ending in / and without ..,"
                            + " or any, or " + NONE,
                    SourceRootSettings::parseRoots)
            .withDefault(NONE);

    static final Setting<String> INPUT_URI = Setting.required(
                    "INPUT_URI",
                    "Root that a source without a scheme is relative to, readable beside SOURCE_ROOTS; INPUT_BUCKET"
                            + " sets it, too. Or " + NONE + ".",
                    "an absolute URI such as gs://bucket/in/ or file:///srv/in/, or " + NONE,
                    SourceRootSettings::checkedInput)
            .withDefault(NONE);

    public static final Setting<Optional<URI>> OUTPUT_URI = neverASource(HostConfig.OUTPUT_URI, "");
    public static final Setting<Optional<URI>> STAGING_URI = neverASource(
            HostConfig.STAGING_URI, " With OUTPUT_URI, what encoders keep there of videos that have ended is shown.");

    /** Every setting that {@link #from} reads. */
    public static final List<Setting<?>> SETTINGS =
            List.of(Buckets.INPUT_BUCKET, Buckets.OUTPUT_BUCKET, SOURCE_ROOTS, INPUT_URI, OUTPUT_URI, STAGING_URI);

    private SourceRootSettings() {}

    /** What the settings allow. */
    public static SourceRoots from(Settings settings) {
        Optional<URI> input = Optional.of(settings.get(INPUT_URI))
                .filter(text -> !text.equals(NONE))
                .map(SourceRootSettings::slashed);
        Optional<List<URI>> roots = settings.get(SOURCE_ROOTS);
        List<URI> listed = Stream.concat(roots.stream().flatMap(List::stream), input.stream())
                .toList();
        List<URI> never = Stream.of(OUTPUT_URI, STAGING_URI, StoreConfig.UPLOAD_URI)
                .flatMap(setting -> settings.get(setting).stream())
                .toList();
        return new SourceRoots(
                source -> !source.isOpaque()
                        && (isIn(listed, source) || (roots.isEmpty() && "gs".equals(source.getScheme())))
                        && !isIn(never, source)
                        && !isIn(never, plain(source)),
                input,
                UploadSettings.asSources(settings));
    }

    private static boolean isIn(List<URI> roots, URI source) {
        return !roots.isEmpty() && new SourceRules(roots).allow(source);
    }

    /** The same file by its usual name: a file system takes {@code a//./b} for {@code a/b}. */
    private static URI plain(URI source) {
        String path = Arrays.stream(source.getPath().split("/", -1))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .collect(Collectors.joining("/", "/", ""));
        try {
            return new URI(source.getScheme(), source.getAuthority(), path, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Optional<List<URI>> parseRoots(String text) {
        if (text.equals(NONE)) {
            return Optional.of(List.of());
        }
        List<URI> roots = SourceRules.SOURCE_ROOTS.parser().apply(text);
        return roots.isEmpty() ? Optional.empty() : Optional.of(roots);
    }

    private static String checkedInput(String text) {
        if (!text.equals(NONE) && !slashed(text).isAbsolute()) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static URI slashed(String text) {
        return URI.create(text.endsWith("/") ? text : text + "/");
    }

    private static Setting<Optional<URI>> neverASource(Setting<URI> root, String more) {
        Function<String, Optional<URI>> parser = text ->
                text.equals(NONE) ? Optional.empty() : Optional.of(root.parser().apply(text));
        return Setting.required(
                        root.key(),
                        "As the other services have it: nothing there is ever a source." + more,
                        root.rule() + ", or " + NONE,
                        parser)
                .withDefault(NONE);
    }
}
