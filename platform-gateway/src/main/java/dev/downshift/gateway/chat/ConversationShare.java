package dev.downshift.gateway.chat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import tools.jackson.databind.JsonNode;

/** Chooses the conversations of a canary, by a hash: all calls of one conversation go the same way, and a larger share keeps those of a smaller. */
final class ConversationShare {

    private ConversationShare() {}

    /** @param salt differs from route to route, so that not always the same conversations are the canaries */
    static boolean includes(JsonNode request, String salt, BigDecimal share) {
        return position(salt + '\n' + conversation(request)) < share.doubleValue();
    }

    /** A conversation is known by the id its client gave it, else by its first words. */
    private static String conversation(JsonNode request) {
        for (String name : new String[] {"conversation_id", "session_id", "conversation", "thread_id"}) {
            JsonNode id = request.path("metadata").path(name);
            if (id.isString()) {
                return id.stringValue();
            }
        }
        for (JsonNode message : request.path("messages")) {
            if (message.path("role").asString("").equals("user")) {
                return request.path("user").asString("") + '\n' + message.path("content");
            }
        }
        return request.path("messages").toString();
    }

    private static double position(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            long bits = 0;
            for (int i = 0; i < 6; i++) {
                bits = (bits << 8) | (hash[i] & 0xff);
            }
            return bits / (double) (1L << 48);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
