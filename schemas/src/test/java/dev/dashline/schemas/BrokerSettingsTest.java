package dev.dashline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {

    @Test
    void saysWhatToChangeInADefaultBrokerAndWhy() {
        assertThat(BrokerSettings.advice(Map.of(
                        "group.share.max.size", "200",
                        "group.min.session.timeout.ms", "6000")))
                .hasSize(2)
                .anySatisfy(sentence -> assertThat(sentence)
                        .startsWith("group.share.max.size is 200: ")
                        .contains("Set it to 1000"))
                .anySatisfy(sentence -> assertThat(sentence).startsWith("group.min.session.timeout.ms is 6000: "));
    }

    @Test
    void hasNothingToSayOfABrokerThatIsSetUpOrDoesNotTell() {
        assertThat(BrokerSettings.advice(Map.of(
                        "group.share.max.size", "1000",
                        "group.min.session.timeout.ms", "2000")))
                .isEmpty();
        assertThat(BrokerSettings.advice(Map.of())).isEmpty();
    }
}
