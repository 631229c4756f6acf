package dev.dashline.encoder.task;

import dev.dashline.events.ReportedColours;
import dev.dashline.events.SourceNote;
import dev.dashline.events.SourceReport;
import dev.dashline.events.SourceSound;
import dev.dashline.events.SourceText;
import dev.dashline.events.SourceVideo;
import dev.dashline.media.report.SourceReport.Colours;
import dev.dashline.media.report.SourceReport.Sound;
import dev.dashline.media.report.SourceReport.Text;
import dev.dashline.media.report.SourceReport.Video;

/** Maps reports on sources to the events that carry them. Pure. */
public final class ReportMapping {

    private ReportMapping() {}

    /** The event's form of a report. */
    public static SourceReport toEvent(dev.dashline.media.report.SourceReport report) {
        return SourceReport.newBuilder()
                .setContainer(report.container())
                .setVideo(report.video().map(ReportMapping::toEvent).orElse(null))
                .setSound(report.sound().stream().map(ReportMapping::toEvent).toList())
                .setText(report.text().stream().map(ReportMapping::toEvent).toList())
                .setCaptions(report.captions())
                .setNotes(report.notes().stream().map(ReportMapping::toEvent).toList())
                .build();
    }

    /** The event's form of a note. Kinds have the names of codes. */
    public static SourceNote toEvent(dev.dashline.media.report.SourceNote note) {
        return SourceNote.newBuilder()
                .setCode(note.kind().name())
                .setTrack(note.track().isPresent() ? note.track().getAsInt() : null)
                .setMessage(note.message())
                .build();
    }

    private static SourceVideo toEvent(Video video) {
        return SourceVideo.newBuilder()
                .setTrack(video.track())
                .setCodec(video.codec())
                .setCodedWidth(video.coded().width())
                .setCodedHeight(video.coded().height())
                .setWidth(video.shown().width())
                .setHeight(video.shown().height())
                .setPixels(video.pixels())
                .setRotation(video.rotation())
                .setInterlaced(video.interlaced())
                .setFrameRate(video.rate().perSecond())
                .setFrameRateOrigin(video.rate().origin().name())
                .setStatedFrameRate(video.rate().stated().orElse(null))
                .setColours(toEvent(video.colours()))
                .setDurationMillis(video.durationMillis())
                .build();
    }

    private static ReportedColours toEvent(Colours colours) {
        return new ReportedColours(
                colours.pixels(),
                colours.primaries(),
                colours.transfer(),
                colours.matrix(),
                colours.range(),
                colours.assumed());
    }

    private static SourceSound toEvent(Sound sound) {
        return SourceSound.newBuilder()
                .setTracks(sound.tracks())
                .setCodec(sound.codec())
                .setSampleRate(sound.sampleRate())
                .setChannels(sound.channels())
                .setLayout(sound.layout())
                .setMix(sound.mix().orElse(null))
                .setLanguage(sound.name().language().orElse(null))
                .setLabel(sound.name().label().orElse(null))
                .setRoles(sound.name().roles())
                .setDurationMillis(sound.durationMillis())
                .build();
    }

    private static SourceText toEvent(Text text) {
        return SourceText.newBuilder()
                .setTrack(text.track())
                .setCodec(text.codec())
                .setLanguage(text.name().language().orElse(null))
                .setLabel(text.name().label().orElse(null))
                .setRoles(text.name().roles())
                .build();
    }
}
