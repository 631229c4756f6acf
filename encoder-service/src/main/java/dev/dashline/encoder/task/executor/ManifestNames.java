package dev.dashline.encoder.task.executor;

import dev.dashline.media.manifest.ObjectNames;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.ObjectKind;
import dev.dashline.schemas.storage.StorageNames;

/** Tells the writers of manifests the names of the storage contract. */
public final class ManifestNames {

    private ManifestNames() {}

    public static ObjectNames of(AttemptLayout attempt) {
        StorageNames names = attempt.names();
        return new ObjectNames(
                attempt.folder() + "$RepresentationID$/",
                names.pattern(ObjectKind.INIT),
                names.pattern(ObjectKind.SEGMENT).replace("{time}", "$Time$"),
                names.pattern(ObjectKind.MEDIA_PLAYLIST),
                names.pattern(ObjectKind.KEYFRAME_PLAYLIST),
                names.pattern(ObjectKind.TEXT),
                names.pattern(ObjectKind.TEXT_SEGMENTS),
                names.pattern(ObjectKind.TILE_SHEET).replace("{number}", "$Number$"));
    }
}
