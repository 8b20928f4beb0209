package dev.rostrum.domain;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What Teams does with each way to format a message that is text only. Preview, checks and the terminal's warnings take it from here
 * and nowhere else.
 *
 * <p>Where a look is lost, what stands in its place is not documented: we take the words alone for it, which promises least.
 */
public enum Formatting {
    BOLD("**closed**", "<strong>closed</strong>", Look.FORMATTED, Look.FORMATTED, Look.FORMATTED, Source.PAGE),
    ITALIC("_closed_", "<em>closed</em>", Look.FORMATTED, Look.FORMATTED, Look.FORMATTED, Source.PAGE),
    /** Its levels 1 to 3; of deeper ones nothing is said. */
    HEADING("# Closed", "<h1>Closed</h1>", Look.WORDS, Look.WORDS, Look.WORDS, Source.PAGE),
    STRIKE("~~open~~", "<strike>open</strike>", Look.FORMATTED, Look.FORMATTED, Look.WORDS, Source.PAGE),
    RULE("open\n\n***\n\nclosed", "<hr>", Look.WORDS, Look.WORDS, Look.WORDS, Source.PAGE),
    BULLETS("- one\n- two", "<ul><li>one</li></ul>", Look.FORMATTED, Look.WORDS, Look.WORDS, Source.PAGE),
    NUMBERS("1. one\n2. two", "<ol><li>one</li></ol>", Look.FORMATTED, Look.WORDS, Look.WORDS, Source.PAGE),
    CODE("`exit`", "<code>exit</code>", Look.FORMATTED, Look.FORMATTED, Look.FORMATTED, Source.PAGE),
    /**
     * Preformatted like {@link #CODE}. That the newer format names fences among what it adds says that they may not work in this one; no
     * page says it.
     */
    CODE_BLOCK(
            "```\nexit\n```",
            "<pre>exit</pre>",
            Look.FORMATTED,
            Look.FORMATTED,
            Look.FORMATTED,
            Source.PAGE,
            Source.EXTENDED),
    QUOTE("> closed", "<blockquote>closed</blockquote>", Look.FORMATTED, Look.FORMATTED, Look.FORMATTED, Source.PAGE),
    LINK(
            "[hours](https://example.com/)",
            "<a href=\"https://example.com/\">hours</a>",
            Look.FORMATTED,
            Look.FORMATTED,
            Look.FORMATTED,
            Source.PAGE),
    /** The pages contradict each other: an older one shows them everywhere, another names the size in which Markdown shows them. */
    IMAGE(
            "![Map](https://example.com/map.png)",
            "<img src=\"https://example.com/map.png\" alt=\"Map\">",
            Look.WORDS,
            Look.WORDS,
            Look.WORDS,
            Source.PAGE,
            Source.OLDER_PAGE,
            Source.CONVERSATIONS),
    TABLE(
            "| day | hours |\n|---|---|\n| Monday | 8 |",
            "<table><tr><td>Monday</td></tr></table>",
            Look.TYPED,
            Look.TYPED,
            Look.TYPED,
            Source.PAGE),
    /** The end of a line with a line right below it. */
    LINE_END("8:00\n9:00", "8:00<br>9:00", Look.WORDS, Look.WORDS, Look.WORDS, Source.LINES),
    /** Two blanks at the end of a line. */
    LINE_BREAK("8:00  \n9:00", "8:00<br>9:00", Look.FORMATTED, Look.FORMATTED, Look.FORMATTED, Source.LINES),
    /** An empty line between two. */
    PARAGRAPH("8:00\n\n9:00", "<p>8:00</p><p>9:00</p>", Look.FORMATTED, Look.FORMATTED, Look.FORMATTED, Source.LINES),
    /**
     * A tag, which is for {@code textFormat: xml}. Reports say that tags in Markdown are followed, no page does, and the newer format
     * follows none.
     */
    HTML(
            "<u>closed</u>",
            "<u>closed</u>",
            Look.TYPED,
            Look.TYPED,
            Look.TYPED,
            Source.PAGE,
            Source.EXTENDED,
            Source.TAGS);

    /** Where a message is read. */
    public enum Client {
        DESKTOP,
        IOS,
        ANDROID
    }

    /** How it is seen. */
    public enum Look {
        /** As meant. */
        FORMATTED,
        /** The words without what was meant by the marks; of a rule nothing. */
        WORDS,
        /** The marks stand there as they were typed. */
        TYPED
    }

    /** Where it is written. Read in November 2026, from stored texts of the days that are named. */
    public enum Source {
        /** "Format your bot messages" of 2025-03-11: its tables of styles by client. */
        PAGE("https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages"),
        /** "Formatting bot messages" of 2023-04-02, for SDK 3: the only one with examples in Markdown and XML. */
        OLDER_PAGE("https://learn.microsoft.com/microsoftteams/platform/resources/bot-v3/bots-text-formats"),
        /** "Send and receive messages" of 2024-10-03. */
        CONVERSATIONS("https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability"),
        /** "Format bot messages with enriched Markdown" of 2026-06-22: a format of its own, which Rostrum does not send. */
        EXTENDED("https://github.com/MicrosoftDocs/msteams-docs/pull/14376"),
        /** "Linebreaks" of 2019-06-26, with an answer by Microsoft; botframework-sdk#5575 says the same. */
        LINES("https://github.com/MicrosoftDocs/msteams-docs/issues/740"),
        /** "HTML Tag support" of 2020-09-23. */
        TAGS("https://github.com/microsoft/BotFramework-WebChat/issues/3498");

        private final String url;

        Source(String url) {
            this.url = url;
        }

        public String url() {
            return url;
        }
    }

    private final String markdown;
    private final String html;
    private final Look desktop;
    private final Look ios;
    private final Look android;
    private final List<Source> sources;

    Formatting(String markdown, String html, Look desktop, Look ios, Look android, Source... sources) {
        this.markdown = markdown;
        this.html = html;
        this.desktop = desktop;
        this.ios = ios;
        this.android = android;
        this.sources = List.of(sources);
    }

    /** How it is seen in a message of this format. A plain one is read by nobody. */
    public Look look(TextFormat format, Client client) {
        if (format == TextFormat.PLAIN) {
            return Look.TYPED;
        }
        return switch (client) {
            case DESKTOP -> desktop;
            case IOS -> ios;
            case ANDROID -> android;
        };
    }

    /** Where Markdown is not seen as it was meant. */
    public Set<Client> lost() {
        Set<Client> lost = EnumSet.noneOf(Client.class);
        for (Client client : Client.values()) {
            if (look(TextFormat.MARKDOWN, client) != Look.FORMATTED) {
                lost.add(client);
            }
        }
        return lost;
    }

    /** An example, as Markdown has it. */
    public String markdown() {
        return markdown;
    }

    /** The same as XML has it, which is the other format that Teams knows. Rostrum sends none. */
    public String html() {
        return html;
    }

    public List<Source> sources() {
        return sources;
    }
}
