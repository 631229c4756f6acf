package dev.dashline.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedDocTest {

    @TempDir
    Path root;

    @Test
    void failsWhenTheDocumentIsMissingOrStale() throws IOException {
        assertThatThrownBy(() -> checked().mustBe("new"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("docs/a.md")
                .hasMessageContaining("-Ddashline.docs.update=true");
        updated().mustBe("old");
        assertThatThrownBy(() -> checked().mustBe("new")).isInstanceOf(AssertionError.class);
        assertThat(text()).isEqualTo("old\n");
    }

    @Test
    void passesOnceItWasUpdated() {
        updated().mustBe("new");

        assertThatCode(() -> checked().mustBe("new")).doesNotThrowAnyException();
    }

    @Test
    void replacesNothingButItsSection() throws IOException {
        updated().mustBe("above\n<!-- t:begin -->\nold\n<!-- t:end -->\nbelow");
        assertThatThrownBy(() -> checked().mustHave("t", "new")).isInstanceOf(AssertionError.class);

        updated().mustHave("t", "new");

        assertThat(text()).isEqualTo("above\n<!-- t:begin -->\nnew\n<!-- t:end -->\nbelow\n");
        assertThatCode(() -> checked().mustHave("t", "new")).doesNotThrowAnyException();
    }

    @Test
    void asksForMarkersThatAreNotThere() {
        updated().mustBe("above\n<!-- t:begin -->");

        assertThatThrownBy(() -> updated().mustHave("t", "new"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("<!-- t:end -->");
    }

    private GeneratedDoc checked() {
        return new GeneratedDoc(root, "docs/a.md", false);
    }

    private GeneratedDoc updated() {
        return new GeneratedDoc(root, "docs/a.md", true);
    }

    private String text() throws IOException {
        return Files.readString(root.resolve("docs/a.md"));
    }
}
