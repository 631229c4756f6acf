package dev.dashline.media.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.media.plan.SourceInfo.Text;
import dev.dashline.media.tag.TrackRole;
import dev.dashline.media.tag.TrackTags;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextTracksTest {

    @Test
    void takesTextAndLeavesPicturesOfIt() throws Exception {
        var probe = new ObjectMapper().readTree("""
                {"streams": [
                  {"index": 0, "codec_type": "video", "codec_name": "h264"},
                  {"index": 1, "codec_type": "subtitle", "codec_name": "hdmv_pgs_subtitle", "tags": {"language": "eng"}},
                  {"index": 2, "codec_type": "subtitle", "codec_name": "dvb_subtitle"},
                  {"index": 3, "codec_type": "subtitle", "codec_name": "subrip",
                   "tags": {"language": "ger", "title": " Deutsch\\u0000\\n(für \\"alle\\") 👩‍👩‍👧"}},
                  {"index": 4, "codec_type": "subtitle", "codec_name": "mov_text", "tags": {"language": "und"},
                   "disposition": {"forced": 1}}
                ]}
                """);

        assertThat(new TextTracks(probe).all())
                .containsExactly(
                        new Text(
                                3,
                                new TrackTags(
                                        Optional.of("de"), Optional.of("Deutsch (für \"alle\") 👩‍👩‍👧"), Set.of())),
                        new Text(4, new TrackTags(Optional.empty(), Optional.empty(), Set.of(TrackRole.FORCED))));
    }
}
