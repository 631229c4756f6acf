package dev.dashline.gcsemulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.gcsemulator.storage.Blob;
import dev.dashline.gcsemulator.storage.NameOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Objects of a bucket by prefix, page by page; those below a delimiter as one prefix. */
final class ListApi {

    private static final int PAGE = 1000;

    private final ObjectTable table;

    ListApi(ObjectTable table) {
        this.table = table;
    }

    GcsResponse list(GcsRequest request, String bucket) {
        String prefix = request.parameter("prefix").orElse("");
        String delimiter = request.parameter("delimiter").orElse("");
        Long wanted = request.number("maxResults");
        int limit = wanted == null ? PAGE : (int) Math.max(1, Math.min(PAGE, wanted));
        String after = request.parameter("pageToken").map(ListApi::decode).orElse("");
        String start = request.parameter("startOffset").orElse("");

        List<Blob> items = new ArrayList<>();
        NavigableSet<String> prefixes = new TreeSet<>(NameOrder.BY_BYTES);
        String last = "";
        boolean more = false;
        for (Blob blob : table.from(bucket, later(later(prefix, after), start))) {
            if (!blob.name().startsWith(prefix)) {
                break;
            }
            String folder = folder(blob.name(), prefix, delimiter);
            String entry = folder.isEmpty() ? blob.name() : folder;
            // The token is the last entry, and a folder is after all that is in it.
            if (blob.name().equals(after)
                    || (!folder.isEmpty() && (folder.equals(after) || prefixes.contains(folder)))) {
                continue;
            }
            if (items.size() + prefixes.size() == limit) {
                more = true;
                break;
            }
            if (folder.isEmpty()) {
                items.add(blob);
            } else {
                prefixes.add(folder);
            }
            last = entry;
        }
        return GcsResponse.ok(page(items, prefixes, more ? Optional.of(last) : Optional.empty()));
    }

    private static ObjectNode page(List<Blob> items, NavigableSet<String> prefixes, Optional<String> last) {
        ObjectNode answer = Blob.JSON.createObjectNode().put("kind", "storage#objects");
        last.ifPresent(entry -> answer.put("nextPageToken", encode(entry)));
        if (!prefixes.isEmpty()) {
            prefixes.forEach(answer.putArray("prefixes")::add);
        }
        if (!items.isEmpty()) {
            var array = answer.putArray("items");
            items.forEach(blob -> array.add(blob.resource()));
        }
        return answer;
    }

    private static String folder(String name, String prefix, String delimiter) {
        int end = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
        return end < 0 ? "" : name.substring(0, end + delimiter.length());
    }

    private static String later(String one, String other) {
        return NameOrder.BY_BYTES.compare(one, other) >= 0 ? one : other;
    }

    private static String encode(String entry) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(entry.getBytes(UTF_8));
    }

    private static String decode(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), UTF_8);
        } catch (IllegalArgumentException e) {
            throw GcsException.badRequest("Invalid value for pageToken");
        }
    }
}
