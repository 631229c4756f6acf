package dev.dashline.media.sound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoundLayoutTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "4; ambisonic 1; stereo|c0=0.6*c0+0.4*c1|c1=0.6*c0-0.4*c1",
                "6; ambisonic 1+stereo; stereo|c0=0.6*c0+0.4*c1+c4|c1=0.6*c0-0.4*c1+c5",
                "1; ambisonic 0; mono|c0=c0",
                "2; binaural; stereo|c0=1.0000*c0|c1=1.0000*c1",
                "1; 1 channels (FR); mono|c0=1.0000*c0",
                "3; 3 channels (FL+FR+UNK); stereo|c0=0.7071*c0+0.7071*c2|c1=0.7071*c1+0.7071*c2",
                "2; 2 channels (USR1+USR2); mono|c0=0.7071*c0+0.7071*c1"
            })
    void mixesWhatFfmpegCannot(int channels, String layout, String pan) throws Exception {
        assertThat(SoundMix.of(stream("\"channels\": %d, \"channel_layout\": \"%s\"".formatted(channels, layout))))
                .map(SoundMix::pan)
                .contains(pan);
    }

    @Test
    void mixesChannelsWithoutLabelsToOne() throws Exception {
        assertThat(SoundMix.of(stream("\"channels\": 9")))
                .map(SoundMix::channels)
                .contains(1);
        assertThat(SoundMix.of(stream("\"channels\": 16, \"channel_layout\": \"unknown\"")))
                .map(SoundMix::channels)
                .contains(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stereo", "5.1(side)", "7.1.4", "22.2", "downmix", "3 channels (FR+FC+FL)", "unknown"})
    void leavesToFfmpegWhatItCanMix(String layout) throws Exception {
        assertThat(SoundMix.of(stream("\"channels\": 8, \"channel_layout\": \"" + layout + "\"")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "; ; 1; 2",
                "\"channel_layout\": \"1 channels (FR)\"; \"channel_layout\": \"1 channels (FL)\"; 2; 1",
                "\"tags\": {\"title\": \"Right\"}; \"tags\": {\"title\": \"Left\"}; 2; 1",
                "\"tags\": {\"language\": \"eng\"}; \"tags\": {\"language\": \"eng\"}; 1; 2",
                "\"disposition\": {\"default\": 1}; \"disposition\": {\"default\": 0}; 1; 2"
            })
    void findsLeftAndRight(String first, String second, int left, int right) throws Exception {
        assertThat(MonoPair.of(mono(1, first), mono(2, second))).contains(new MonoPair(left, right));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "\"tags\": {\"language\": \"eng\"}; \"tags\": {\"language\": \"ger\"}",
                "; \"tags\": {\"title\": \"Microphone\"}",
                "; \"disposition\": {\"comment\": 1}",
                "\"disposition\": {\"default\": 0}; \"disposition\": {\"default\": 1}",
                "; \"channels\": 2",
                "; \"start_time\": \"0.5\"",
                "; \"codec_name\": \"aac\"",
                "\"channel_layout\": \"1 channels (FL)\"; \"channel_layout\": \"1 channels (FL)\""
            })
    void findsNoPairWhereSomethingSpeaksAgainstIt(String first, String second) throws Exception {
        assertThat(MonoPair.of(mono(1, first), mono(2, second))).isEmpty();
    }

    private static JsonNode mono(int index, String facts) throws Exception {
        String usual = "\"index\": %d, \"channels\": 1, \"codec_name\": \"pcm_s16le\"".formatted(index);
        // Of two values for a name, the parser takes the second.
        return stream(
                Optional.ofNullable(facts).map(more -> usual + ", " + more).orElse(usual));
    }

    private static JsonNode stream(String facts) throws Exception {
        return new ObjectMapper().readTree("{" + facts + "}");
    }
}
