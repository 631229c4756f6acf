package dev.dashline.ingest.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.ProfileAudio;
import dev.dashline.events.ProfileRung;
import dev.dashline.events.ProfileSummary;
import java.util.List;

/** Writes profiles as clients see them. Pure. */
public final class ProfileJson {

    private ProfileJson() {}

    /**
     * All profiles that a request may name.
     *
     * @param encoders how many encoders there are
     */
    public static ObjectNode of(List<KnownProfiles.Offer> offers, int encoders) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("profiles");
        offers.forEach(offer -> put(list.addObject(), offer.profile(), offer.encoders()));
        return json.put("encoders", encoders);
    }

    private static void put(ObjectNode json, ProfileSummary profile, int encoders) {
        json.put("name", profile.getName());
        json.put("fingerprint", profile.getFingerprint());
        json.put("encoders", encoders);
        json.put("codec", profile.getCodec().orElse(null));
        ArrayNode rungs = json.putArray("rungs");
        for (ProfileRung rung : profile.getRungs()) {
            rungs.addObject().put("size", rung.getSize()).put("maxrate", rung.getMaxrate());
        }
        profile.getAudio().ifPresentOrElse(audio -> put(json.putObject("audio"), audio), () -> json.putNull("audio"));
        json.put("damage", profile.getConceals() ? "conceal" : "refuse");
    }

    private static void put(ObjectNode json, ProfileAudio audio) {
        json.put("bitrate", audio.getBitrate());
        json.put("channels", audio.getChannels());
        json.put("surround", audio.getSurround().orElse(null));
    }
}
