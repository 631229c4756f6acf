package dev.dashline.publisher.forecast;

import static dev.dashline.publisher.Videos.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.publisher.forecast.PublisherForecast.Need;
import dev.dashline.publisher.publication.PublicationOrder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublisherForecastTest {

    private static final Instant NEVER = at(1_000_000);

    @Test
    void givesTheFirstPublisherToTheMostUrgent() {
        List<Need> needs = List.of(need("b", 2_000), need("a", 1_000));

        assertThat(PublisherForecast.unmet(needs, List.of(at(500), at(1_500)), NEVER))
                .isEmpty();
    }

    @Test
    void predictsLateWhatWouldGetAPublisherTooLate() {
        List<Need> needs = List.of(need("a", 1_000), need("b", 1_200));

        assertThat(PublisherForecast.unmet(needs, List.of(at(0), at(1_200)), NEVER))
                .containsExactly(need("b", 1_200));
    }

    @Test
    void givesNoPublisherToWhatIsPredictedLate() {
        List<Need> needs = List.of(need("a", 1_000), need("b", 3_000));

        assertThat(PublisherForecast.unmet(needs, List.of(at(2_000)), NEVER)).containsExactly(need("a", 1_000));
    }

    @Test
    void countsPublishersThatCouldStillBeStarted() {
        assertThat(PublisherForecast.unmet(List.of(need("a", 6_001)), List.of(), at(6_000)))
                .isEmpty();
    }

    private static Need need(String videoId, long deadline) {
        return new Need(new PublicationOrder.Id(videoId, 1), at(deadline));
    }
}
