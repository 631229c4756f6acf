package dev.dashline.encoder.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.media.report.NoteKind;
import dev.dashline.schemas.NoteCode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NoteCodesTest {

    @Test
    void kindsHaveTheNamesOfCodes() {
        assertThat(NoteKind.values())
                .extracting(NoteKind::name)
                .containsExactlyInAnyOrder(
                        Arrays.stream(NoteCode.values()).map(NoteCode::name).toArray(String[]::new));
    }
}
