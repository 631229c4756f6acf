package dev.dashline.encoder.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.media.MediaFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskFailuresTest {

    @ParameterizedTest
    @EnumSource(MediaFault.class)
    void everyFaultHasItsCode(MediaFault fault) {
        assertThat(TaskFailures.code(fault).name()).isEqualTo(fault.name());
    }

    @Test
    void aRunThatSomebodyEndedCanBeTriedAgain() {
        assertThat(TaskFailures.code(MediaFault.ENCODER_FAILED).retryable()).isTrue();
    }
}
