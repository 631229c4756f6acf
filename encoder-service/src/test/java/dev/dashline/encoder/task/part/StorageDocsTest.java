package dev.dashline.encoder.task.part;

import static java.util.stream.Collectors.joining;

import dev.dashline.schemas.storage.Folder;
import dev.dashline.schemas.storage.ObjectKind;
import dev.dashline.testsupport.GeneratedDoc;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The table of objects in docs/storage.md is the storage contract's. */
class StorageDocsTest {

    @Test
    void theTableOfObjectsIsTheContracts() {
        String rows =
                Arrays.stream(ObjectKind.values()).map(StorageDocsTest::row).collect(joining());
        GeneratedDoc.at("docs/storage.md")
                .mustHave("layout", "| Object | What | Media type | Cache-Control |\n|---|---|---|---|\n" + rows);
    }

    private static String row(ObjectKind kind) {
        String staged = "`" + kind.folder().path() + kind.standardName() + "`";
        String shown = kind.isShown() ? ", then `" + Folder.VIDEO.path() + kind.standardName() + "`" : "";
        return "| " + staged + shown + " | " + kind.purpose() + " | `" + kind.mediaType() + "` | `"
                + kind.cacheControl() + "` |\n";
    }
}
