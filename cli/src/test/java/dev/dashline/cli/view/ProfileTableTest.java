package dev.dashline.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ProfileTableTest {

    @Test
    void hasALineForEachProfile() throws Exception {
        String answer = """
                {"encoders": 3, "profiles": [
                 {"name": "audio-only", "fingerprint": "0123456789ab", "encoders": 3, "codec": null, "rungs": [],
                  "audio": {"bitrate": 96000, "channels": 1, "surround": null}, "damage": "refuse"},
                 {"name": "mine", "fingerprint": "ba9876543210", "encoders": 1, "codec": "hevc",
                  "rungs": [{"size": 1080, "maxrate": 5000000}, {"size": 480, "maxrate": 1000000}],
                  "audio": {"bitrate": 128000, "channels": 2, "surround": 384000}, "damage": "refuse"},
                 {"name": "silent", "fingerprint": "ba9876543211", "encoders": 1, "codec": "av1",
                  "rungs": [{"size": 240, "maxrate": 100000}], "audio": null, "damage": "conceal"}]}""";

        assertThat(ProfileTable.text(new ObjectMapper().readTree(answer)).lines())
                .extracting(line -> line.replaceAll(" +", " "))
                .containsExactly(
                        "PROFILE CODEC LADDER SOUND FINGERPRINT ENCODERS",
                        "audio-only - - 96k mono 0123456789ab 3 of 3",
                        "mine hevc 1080 480 128k stereo, 384k 5.1 ba9876543210 1 of 3",
                        "silent av1 240 - ba9876543211 1 of 3");
    }
}
