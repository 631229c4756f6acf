package dev.dashline.encoder.worker;

import dev.dashline.encoder.Requests;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.TranscodeVideo;

/** Tasks as tests need them. */
final class Tasks {

    private Tasks() {}

    static EncoderTask task(String videoId, int chunk) {
        return EncoderTask.newBuilder()
                .setVideoId(videoId)
                .setAttempt(1)
                .setTaskId(String.format("video-%05d", chunk))
                .setEpoch(1)
                .setIssuedAt(Requests.T0)
                .setRequest(Requests.request(videoId, 1))
                .setPlan(Requests.plan(6, 0))
                .setWork(new TranscodeVideo(chunk))
                .build();
    }
}
