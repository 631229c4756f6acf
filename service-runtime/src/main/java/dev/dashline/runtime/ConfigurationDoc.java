package dev.dashline.runtime;

import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.log.LogSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes {@code docs/configuration.md} from the declarations that the services read their environment with. */
public final class ConfigurationDoc {

    private ConfigurationDoc() {}

    /**
     * The page, in Markdown. Settings that all services share stand first, once; the rest under their service. The same on
     * every machine.
     *
     * @param services the settings of each service by its name, in the order wanted
     */
    public static String render(Map<String, List<Setting<?>>> services) {
        List<Setting<?>> shared = new ArrayList<>(LogSettings.SETTINGS);
        services.values().stream()
                .limit(1)
                .flatMap(List::stream)
                .filter(setting -> services.values().stream().allMatch(all -> all.contains(setting)))
                .forEach(shared::add);
        return """
                # Configuration

                Services are configured by environment variables and nothing else. A variable that is unset or blank has its default;
                one without a default must be set. A service that finds mistakes prints them all, one a line, and exits with 2.

                """
                + section("Every service", shared)
                + services.entrySet().stream()
                        .map(service -> section(service.getKey(), without(shared, service.getValue())))
                        .collect(Collectors.joining());
    }

    private static List<Setting<?>> without(List<Setting<?>> shared, List<Setting<?>> settings) {
        return settings.stream().filter(setting -> !shared.contains(setting)).toList();
    }

    private static String section(String title, List<Setting<?>> settings) {
        String rows = settings.stream()
                .sorted(Comparator.comparing(Setting::key))
                .map(ConfigurationDoc::row)
                .collect(Collectors.joining());
        return "## " + title + "\n\n| Variable | Meaning | Value | Default |\n| --- | --- | --- | --- |\n" + rows
                + "\n";
    }

    private static String row(Setting<?> setting) {
        return "| `%s` | %s | %s | %s |\n"
                .formatted(setting.key(), cell(setting.purpose()), cell(setting.rule()), cell(setting.shownDefault()));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
