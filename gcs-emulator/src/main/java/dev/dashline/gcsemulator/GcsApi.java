package dev.dashline.gcsemulator;

import dev.dashline.gcsemulator.storage.DataFolder;
import java.io.IOException;
import java.util.List;

/** Maps requests to operations. */
final class GcsApi {

    private static final List<String> API = List.of("storage", "v1");

    private final BucketApi buckets;
    private final ObjectApi objects;
    private final ListApi lists;
    private final CopyApi copies;
    private final UploadApi uploads;
    private final ResumableApi resumables;

    GcsApi(ObjectTable table, DataFolder data) {
        this.buckets = new BucketApi(table);
        this.objects = new ObjectApi(table);
        this.lists = new ListApi(table);
        this.copies = new CopyApi(table, data);
        this.uploads = new UploadApi(table, data);
        this.resumables = new ResumableApi(table, data);
    }

    BucketApi buckets() {
        return buckets;
    }

    GcsResponse answer(GcsRequest request) throws IOException {
        List<String> path = request.path();
        if (startsWith(path, "upload")) {
            return upload(request, path.subList(3, path.size()));
        }
        if (startsWith(path, "download")) {
            return route(request, path.subList(3, path.size()));
        }
        if (path.size() >= 3 && path.subList(0, 2).equals(API)) {
            return route(request, path.subList(2, path.size()));
        }
        throw unknown(request);
    }

    private static boolean startsWith(List<String> path, String first) {
        return path.size() > 3
                && path.get(0).equals(first)
                && path.subList(1, 3).equals(API);
    }

    /** What comes after {@code /storage/v1}: {@code b/BUCKET/o/OBJECT…}. */
    private GcsResponse route(GcsRequest request, List<String> path) throws IOException {
        boolean inObjects = path.size() >= 3 && path.get(2).equals("o");
        return switch (path.size()) {
            case 1 -> allBuckets(request);
            case 2 -> bucket(request, path.get(1));
            case 3 -> inObjects && request.method().equals("GET") ? lists.list(request, path.get(1)) : fail(request);
            case 4 -> inObjects ? object(request, new ObjectName(path.get(1), path.get(3))) : fail(request);
            default -> inObjects ? copy(request, path) : fail(request);
        };
    }

    private GcsResponse allBuckets(GcsRequest request) throws IOException {
        return switch (request.method()) {
            case "GET" -> buckets.list();
            case "POST" -> buckets.create(request);
            default -> fail(request);
        };
    }

    private GcsResponse bucket(GcsRequest request, String name) throws IOException {
        return switch (request.method()) {
            case "GET" -> buckets.get(name);
            case "DELETE" -> buckets.delete(name);
            default -> fail(request);
        };
    }

    private GcsResponse object(GcsRequest request, ObjectName name) throws IOException {
        return switch (request.method()) {
            case "GET" -> objects.get(request, name);
            case "PATCH" -> objects.patch(request, name);
            case "DELETE" -> objects.delete(request, name);
            default -> fail(request);
        };
    }

    /** {@code b/BUCKET/o/OBJECT/compose}, or {@code …/copyTo/b/BUCKET/o/OBJECT}, or the same with rewriteTo. */
    private GcsResponse copy(GcsRequest request, List<String> path) throws IOException {
        ObjectName from = new ObjectName(path.get(1), path.get(3));
        String operation = path.get(4);
        if (request.method().equals("POST") && path.size() == 5 && operation.equals("compose")) {
            return copies.compose(request, from);
        }
        if (request.method().equals("POST") && path.size() == 9) {
            ObjectName to = new ObjectName(path.get(6), path.get(8));
            return switch (operation) {
                case "copyTo" -> copies.copy(request, from, to);
                case "rewriteTo" -> copies.rewrite(request, from, to);
                default -> fail(request);
            };
        }
        return fail(request);
    }

    private GcsResponse upload(GcsRequest request, List<String> path) throws IOException {
        if (path.size() != 3) {
            return fail(request);
        }
        String type = request.parameter("uploadType").orElse("");
        String id = request.parameter("upload_id").orElse("");
        return switch (request.method() + " " + (id.isEmpty() ? type : "session")) {
            case "POST media" -> uploads.media(request, path.get(1));
            case "POST multipart" -> uploads.multipart(request, path.get(1));
            case "POST resumable" -> resumables.start(request, path.get(1));
            case "PUT session", "POST session" -> resumables.put(request, id);
            case "DELETE session" -> resumables.cancel(id);
            default -> fail(request);
        };
    }

    private static GcsResponse fail(GcsRequest request) {
        throw unknown(request);
    }

    private static GcsException unknown(GcsRequest request) {
        return GcsException.notFound(
                "The emulator knows no " + request.method() + " " + String.join("/", request.path()));
    }
}
