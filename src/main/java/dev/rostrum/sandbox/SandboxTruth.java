package dev.rostrum.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is true in the simulated tenant, to be compared with what a bot believes.
 *
 * @param teams all of them
 * @param people whom an event was about since the sandbox started, or what no event tells, by user id ({@code 29:…})
 */
public record SandboxTruth(List<Team> teams, Map<String, Person> people) {
    /**
     * A team.
     *
     * @param bot whether it exists and the bot is in it
     * @param members their user ids, also where the bot is not in it
     */
    public record Team(String id, String name, String groupId, boolean bot, Set<String> members) {}

    /**
     * A person.
     *
     * @param objectId Entra object id; null where Teams gives none
     * @param conversationId the chat with the bot; null if it does not exist
     * @param installed whether the bot's app is in the personal scope
     * @param blocked whether the person has blocked the bot, which nobody is told
     * @param toldInstalled what the last event said of {@code installed}; null if none said anything
     * @param stopped whether the person wrote to the bot that they want no messages, and not since that they do
     */
    public record Person(
            String objectId,
            String name,
            String conversationId,
            boolean installed,
            boolean blocked,
            Boolean toldInstalled,
            boolean stopped) {
        /** Whether the bot cannot know it by events: what it was told last is no longer so. */
        public boolean silentlyReinstalled() {
            return installed && Boolean.FALSE.equals(toldInstalled);
        }
    }
}
