package dev.dashline.encoder.task;

import dev.dashline.events.Stage;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.Package;
import dev.dashline.events.encoder.TranscodeAudio;
import dev.dashline.events.encoder.TranscodeVideo;

/** The kinds of work that a task can be. */
public enum WorkKind {
    ANALYZE(Stage.ANALYZE),
    TRANSCODE_VIDEO(Stage.TRANSCODE),
    TRANSCODE_AUDIO(Stage.TRANSCODE),
    TRANSCODE_TEXT(Stage.TRANSCODE),
    PACKAGE(Stage.PACKAGE);

    private final Stage stage;

    WorkKind(Stage stage) {
        this.stage = stage;
    }

    /** The stage of a failure of such a task. */
    public Stage stage() {
        return stage;
    }

    /** The kind of a task. */
    public static WorkKind of(EncoderTask task) {
        return WorkVisitor.visit(task, new WorkVisitor<>() {
            @Override
            public WorkKind analyze() {
                return ANALYZE;
            }

            @Override
            public WorkKind transcodeVideo(TranscodeVideo work) {
                return TRANSCODE_VIDEO;
            }

            @Override
            public WorkKind transcodeAudio(TranscodeAudio work) {
                return TRANSCODE_AUDIO;
            }

            @Override
            public WorkKind transcodeText() {
                return TRANSCODE_TEXT;
            }

            @Override
            public WorkKind packageParts(Package work) {
                return PACKAGE;
            }
        });
    }
}
