package dev.dashline.schemas.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestOwnerTest {

    private final ManifestOwner owner = new ManifestOwner(StorageNames.STANDARD);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 999_999_999, 1_000_000_000, Integer.MAX_VALUE})
    void readsAnyAttemptFromAnMpdAndFromAPlaylist(int attempt) throws UnreadableManifestException {
        assertThat(of(mpd(attempt + "/"))).isEqualTo(attempt);
        assertThat(of(playlist(attempt + "/"))).isEqualTo(attempt);
    }

    /** 2147483648 is more than any attempt; the others are not how the folder of an attempt is called. */
    @ParameterizedTest
    @ValueSource(strings = {"2147483648/", "99999999999999999999/", "0/", "-1/", "+1/", "01/", "", "a/", "1", "../1/"})
    void refusesWhatIsNoAttempt(String folder) {
        assertUnreadable(mpd(folder));
        assertUnreadable(playlist(folder));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<MPD/>", "<MPD>", "#EXTM3U\n", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1", "{}", "\u0000"})
    void refusesWhatRefersToNothing(String manifest) {
        assertUnreadable(manifest);
    }

    @Test
    void refusesWhatRefersToSeveralAttempts() {
        assertUnreadable(playlist("1/") + "#EXT-X-STREAM-INF:BANDWIDTH=2\n2/v360/media.m3u8\n");
    }

    @Test
    void takesNoLabelForAReference() throws UnreadableManifestException {
        String label = "<Label>&lt;SegmentTemplate media=\"8/b\"/&gt; 9/x</Label>";
        assertThat(of(mpd("7/").replace("<Label/>", label))).isEqualTo(7);
    }

    @Test
    void readsNoFileThatAnMpdNames() {
        assertUnreadable("<!DOCTYPE MPD [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><MPD>&x;</MPD>");
    }

    @Test
    void followsTheNamesOfFolders() throws UnreadableManifestException {
        ManifestOwner other = new ManifestOwner(StorageNames.STANDARD.withAttemptFolder("try-{attempt}-of/"));

        assertThat(other.of(playlist("try-12-of/").getBytes(UTF_8))).isEqualTo(12);
        assertThatThrownBy(() -> other.of(playlist("12/").getBytes(UTF_8)))
                .isInstanceOf(UnreadableManifestException.class);
    }

    private int of(String manifest) throws UnreadableManifestException {
        return owner.of(manifest.getBytes(UTF_8));
    }

    private void assertUnreadable(String manifest) {
        assertThatThrownBy(() -> of(manifest)).isInstanceOf(UnreadableManifestException.class);
    }

    private static String mpd(String folder) {
        return "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><Period><AdaptationSet><Label/><SegmentTemplate media=\""
                + folder + "$RepresentationID$/$Time$.m4s\" initialization=\"" + folder
                + "$RepresentationID$/init.mp4\"/></AdaptationSet></Period></MPD>";
    }

    private static String playlist(String folder) {
        return "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n" + folder + "v360/media.m3u8\n";
    }
}
