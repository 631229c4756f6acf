package dev.dashline.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.ReportedColours;
import dev.dashline.events.SourceNote;
import dev.dashline.events.SourceReport;
import dev.dashline.events.SourceSound;
import dev.dashline.events.SourceText;
import dev.dashline.events.SourceVideo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The JSON of a report on a source, as the HTTP API and commands have it. What is not known is not there. Pure. */
public final class ReportJson {

    private ReportJson() {}

    public static ObjectNode write(SourceReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("container", report.getContainer());
        report.getVideo().ifPresent(video -> put(json.putObject("video"), video));
        ArrayNode sound = json.putArray("sound");
        report.getSound().forEach(track -> put(sound.addObject(), track));
        ArrayNode text = json.putArray("text");
        report.getText().forEach(track -> put(text.addObject(), track));
        json.put("captions", report.getCaptions());
        ArrayNode notes = json.putArray("notes");
        report.getNotes().forEach(note -> put(notes.addObject(), note));
        return json;
    }

    private static void put(ObjectNode json, SourceVideo video) {
        json.put("track", video.getTrack());
        json.put("codec", video.getCodec());
        json.put("codedWidth", video.getCodedWidth());
        json.put("codedHeight", video.getCodedHeight());
        json.put("width", video.getWidth());
        json.put("height", video.getHeight());
        json.put("pixels", video.getPixels());
        json.put("rotation", video.getRotation());
        json.put("interlaced", video.getInterlaced());
        json.put("frameRate", video.getFrameRate());
        json.put("frameRateOrigin", video.getFrameRateOrigin().toLowerCase(Locale.ROOT));
        video.getStatedFrameRate().ifPresent(rate -> json.put("statedFrameRate", rate));
        ReportedColours colours = video.getColours();
        ObjectNode told = json.putObject("colours");
        told.put("pixels", colours.getPixels());
        told.put("primaries", colours.getPrimaries());
        told.put("transfer", colours.getTransfer());
        told.put("matrix", colours.getMatrix());
        told.put("range", colours.getRange());
        colours.getAssumed().forEach(told.putArray("assumed")::add);
        json.put("durationMs", video.getDurationMillis());
    }

    private static void put(ObjectNode json, SourceSound sound) {
        sound.getTracks().forEach(json.putArray("tracks")::add);
        json.put("codec", sound.getCodec());
        json.put("sampleRate", sound.getSampleRate());
        json.put("channels", sound.getChannels());
        json.put("layout", sound.getLayout());
        sound.getMix().ifPresent(mix -> json.put("mix", mix));
        name(json, sound.getLanguage(), sound.getLabel(), sound.getRoles());
        json.put("durationMs", sound.getDurationMillis());
    }

    private static void put(ObjectNode json, SourceText text) {
        json.put("track", text.getTrack());
        json.put("codec", text.getCodec());
        name(json, text.getLanguage(), text.getLabel(), text.getRoles());
    }

    private static void name(ObjectNode json, Optional<String> language, Optional<String> label, List<String> roles) {
        language.ifPresent(tag -> json.put("language", tag));
        label.ifPresent(title -> json.put("label", title));
        ArrayNode all = json.putArray("roles");
        roles.forEach(role -> all.add(role.toLowerCase(Locale.ROOT)));
    }

    private static void put(ObjectNode json, SourceNote note) {
        json.put("code", note.getCode());
        note.getTrack().ifPresent(track -> json.put("track", track));
        json.put("message", note.getMessage());
    }

    /** Reads the output of {@link #write}; what is missing is empty, or 0. */
    public static SourceReport read(JsonNode json) {
        return SourceReport.newBuilder()
                .setContainer(json.path("container").asText())
                .setVideo(json.has("video") ? video(json.path("video")) : null)
                .setSound(all(json, "sound").map(ReportJson::sound).toList())
                .setText(all(json, "text").map(ReportJson::text).toList())
                .setCaptions(json.path("captions").asBoolean())
                .setNotes(all(json, "notes").map(ReportJson::note).toList())
                .build();
    }

    private static SourceVideo video(JsonNode json) {
        JsonNode colours = json.path("colours");
        return SourceVideo.newBuilder()
                .setTrack(json.path("track").asInt())
                .setCodec(json.path("codec").asText())
                .setCodedWidth(json.path("codedWidth").asInt())
                .setCodedHeight(json.path("codedHeight").asInt())
                .setWidth(json.path("width").asInt())
                .setHeight(json.path("height").asInt())
                .setPixels(json.path("pixels").asText())
                .setRotation(json.path("rotation").asInt())
                .setInterlaced(json.path("interlaced").asBoolean())
                .setFrameRate(json.path("frameRate").asText())
                .setFrameRateOrigin(json.path("frameRateOrigin").asText().toUpperCase(Locale.ROOT))
                .setStatedFrameRate(text(json, "statedFrameRate"))
                .setColours(new ReportedColours(
                        colours.path("pixels").asText(),
                        colours.path("primaries").asText(),
                        colours.path("transfer").asText(),
                        colours.path("matrix").asText(),
                        colours.path("range").asText(),
                        all(colours, "assumed").map(JsonNode::asText).toList()))
                .setDurationMillis(json.path("durationMs").asLong())
                .build();
    }

    private static SourceSound sound(JsonNode json) {
        return SourceSound.newBuilder()
                .setTracks(all(json, "tracks").map(JsonNode::asInt).toList())
                .setCodec(json.path("codec").asText())
                .setSampleRate(json.path("sampleRate").asInt())
                .setChannels(json.path("channels").asInt())
                .setLayout(json.path("layout").asText())
                .setMix(text(json, "mix"))
                .setLanguage(text(json, "language"))
                .setLabel(text(json, "label"))
                .setRoles(roles(json))
                .setDurationMillis(json.path("durationMs").asLong())
                .build();
    }

    private static SourceText text(JsonNode json) {
        return SourceText.newBuilder()
                .setTrack(json.path("track").asInt())
                .setCodec(json.path("codec").asText())
                .setLanguage(text(json, "language"))
                .setLabel(text(json, "label"))
                .setRoles(roles(json))
                .build();
    }

    private static SourceNote note(JsonNode json) {
        return SourceNote.newBuilder()
                .setCode(json.path("code").asText())
                .setTrack(json.has("track") ? json.path("track").asInt() : null)
                .setMessage(json.path("message").asText())
                .build();
    }

    private static List<String> roles(JsonNode json) {
        return all(json, "roles")
                .map(role -> role.asText().toUpperCase(Locale.ROOT))
                .toList();
    }

    private static Stream<JsonNode> all(JsonNode json, String name) {
        List<JsonNode> all = new ArrayList<>();
        json.path(name).forEach(all::add);
        return all.stream();
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.get(name).asText() : null;
    }
}
