package dev.dashline.systemtests;

import dev.dashline.testsupport.browser.Browser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The pictures of the page in {@code docs/screenshots}: light and dark, on a display and on a phone. They are taken
 * where generated pages are written, with {@code -Ddashline.docs.update=true}, and nowhere else: two browsers never
 * draw the same.
 */
record Screenshots(Browser browser) {

    private static final boolean UPDATE = Boolean.getBoolean("dashline.docs.update");
    private static final Path FOLDER = Path.of("..", "docs", "screenshots");

    private static final int WIDE = 1_280;
    private static final int PHONE = 390;

    static boolean areTaken() {
        return UPDATE;
    }

    /** Takes four pictures of what the browser shows; it is wide and light again afterwards. */
    void take(String name) {
        if (UPDATE) {
            for (boolean dark : new boolean[] {true, false}) {
                browser.dark(dark);
                browser.size(PHONE, 844);
                write(name + "-phone-" + (dark ? "dark" : "light"));
                browser.size(WIDE, 800);
                write(name + "-" + (dark ? "dark" : "light"));
            }
        }
    }

    private void write(String name) {
        // Plots are drawn anew after the page has a new size.
        browser.eval("new Promise(drawn => setTimeout(() => requestAnimationFrame(() => drawn(true)), 350))");
        try {
            Files.createDirectories(FOLDER);
            Files.write(FOLDER.resolve(name + ".png"), browser.screenshot());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
