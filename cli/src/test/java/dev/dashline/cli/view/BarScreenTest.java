package dev.dashline.cli.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;
import org.junit.jupiter.api.Test;

class BarScreenTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final BarScreen screen = new BarScreen(new PrintStream(out, true, UTF_8), 10);

    @Test
    void barsStayWhereTheyAreAboveWhatIsSaid() {
        ProgressBarConsumer bar = screen.addLine();

        screen.say("one line");
        bar.accept("first");
        screen.say("this is as long as three");
        bar.accept("second");

        assertThat(out.toString(UTF_8)).contains("\u001b[2A\r\u001b[2Kfirst", "\u001b[5A\r\u001b[2Ksecond");
    }
}
