package dev.dashline.cli.follow;

import dev.dashline.events.Rendition;
import dev.dashline.events.SourceReport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How an attempt ended. */
public sealed interface VideoOutcome {

    /** What was understood of its source, if anything was. */
    Optional<SourceReport> report();

    /**
     * It is public.
     *
     * @param manifest URL of the MPEG-DASH manifest
     * @param hls URL of the HLS multivariant playlist
     * @param encoding from the start of its first task to the end of its last
     */
    record Published(
            String manifest,
            String hls,
            long frames,
            Duration duration,
            Duration encoding,
            List<Rendition> renditions,
            Optional<SourceReport> report)
            implements VideoOutcome {

        /** The same at another place. */
        public Published at(URI otherManifest, URI otherHls) {
            return new Published(
                    otherManifest.toString(), otherHls.toString(), frames, duration, encoding, renditions, report);
        }
    }

    /**
     * It failed.
     *
     * @param code the stable name of the cause
     * @param detail the evidence, if there is any
     */
    record Failed(String code, String message, Optional<String> detail, Optional<SourceReport> report)
            implements VideoOutcome {}
}
