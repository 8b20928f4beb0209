package dev.rostrum.inbound;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Activities as Teams posts them, of a small office: Mia has the bot, and is in the team with Tom. */
final class Activities {
    static final ObjectMapper JSON = new ObjectMapper();

    static final List<String> ALL = List.of(
            "personal-bot-added",
            "personal-install",
            "personal-uninstall",
            "team-install",
            "team-bot-added",
            "team-bot-removed",
            "team-person-added",
            "team-person-removed",
            "team-renamed",
            "channel-created",
            "message-in-chat",
            "message-with-mentions",
            "message-deleted",
            "reaction");

    static final String TENANT = "3d0c5f8e-41b2-4c6a-9f17-6a2b8d9e0c11";
    static final String BOT = "28:5b7e2c94-0d3f-4a68-8c1b-f2e9a7d46031";
    static final String MIA = "29:1MiaBrandt-pairwise_id-Qz81kLw0";
    static final String MIA_OBJECT = "b3a1f0c2-7d54-4e8b-a6c9-01d2e3f4a5b6";
    static final String TOM = "29:1TomOkafor-pairwise_id-Xc57mRt9";
    static final String TOM_OBJECT = "c4b2a1d3-8e65-4f9c-b7da-12e3f4a5b6c7";
    static final String CHAT = "a:1Chat-of-Mia_and_the_bot-0hF4";
    static final String TEAM = "19:HarbourOffice0a1b2c3d4e@thread.tacv2";
    static final String CHANNEL = "19:HarbourNotices5f6a7b8c@thread.tacv2";
    static final String GROUP = "d5c3b2e4-9f76-40ad-88eb-23f4a5b6c7d8";
    static final String SERVICE_URL = "https://smba.trafficmanager.net/emea/" + TENANT + "/";

    private Activities() {}

    static byte[] bytes(String name) {
        try (InputStream in = Activities.class.getResourceAsStream(name + ".json")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The activity, to be changed. */
    static ObjectNode tree(String name) {
        try {
            return (ObjectNode) JSON.readTree(bytes(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
