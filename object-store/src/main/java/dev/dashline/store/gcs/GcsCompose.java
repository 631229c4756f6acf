package dev.dashline.store.gcs;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectVersion;
import dev.dashline.store.Precondition;
import dev.dashline.store.Precondition.GenerationMatches;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Makes one object of many. The server joins 32 at a time at most, so more of them are joined in groups first. Groups
 * have names that begin with the object's own, and are removed at the end; a process that is killed leaves them behind.
 */
record GcsCompose(Storage client, GcsCalls calls, URI object, Precondition precondition, ObjectAttributes attributes) {

    private static final int AT_ONCE = 32;

    StoredObject of(List<ObjectVersion> parts) {
        List<ObjectVersion> groups = new ArrayList<>();
        try {
            List<ObjectVersion> left = parts;
            while (left.size() > AT_ONCE) {
                left = grouped(left, groups);
            }
            StoredObject composed = join(object, left, precondition);
            long size = parts.stream().mapToLong(ObjectVersion::size).sum();
            if (composed.size() != size) {
                throw new StoreException(Reason.CORRUPT, object, composed + " has not the " + size + " bytes", null);
            }
            return composed;
        } finally {
            groups.forEach(this::remove);
        }
    }

    private List<ObjectVersion> grouped(List<ObjectVersion> parts, List<ObjectVersion> made) {
        List<ObjectVersion> groups = new ArrayList<>();
        for (int first = 0; first < parts.size(); first += AT_ONCE) {
            List<ObjectVersion> members = parts.subList(first, Math.min(parts.size(), first + AT_ONCE));
            StoredObject group = join(URI.create(object + "~" + UUID.randomUUID()), members, Precondition.absent());
            groups.add(new ObjectVersion(group.uri(), group.size(), group.generation()));
            made.add(groups.get(groups.size() - 1));
        }
        return groups;
    }

    private StoredObject join(URI target, List<ObjectVersion> parts, Precondition holds) {
        ComposeRequest.Builder request = ComposeRequest.newBuilder()
                .setTarget(BlobInfo.newBuilder(GcsNames.object(target))
                        .setContentType(attributes.contentType())
                        .setCacheControl(attributes.cacheControl())
                        .build())
                .setTargetOptions(
                        holds instanceof GenerationMatches matches
                                ? BlobTargetOption.generationMatch(matches.generation())
                                : BlobTargetOption.doesNotExist());
        for (ObjectVersion part : parts) {
            request.addSource(Objects.requireNonNull(GcsNames.object(part.uri()).getName()), part.generation());
        }
        Blob blob = calls.run(target, "compose", () -> client.compose(request.build()));
        return GcsObjectStore.describe(target, blob);
    }

    private void remove(ObjectVersion group) {
        BlobId id = GcsNames.object(group.uri());
        calls.run(
                group.uri(),
                "delete",
                () -> client.delete(BlobId.of(id.getBucket(), id.getName(), group.generation())));
    }
}
