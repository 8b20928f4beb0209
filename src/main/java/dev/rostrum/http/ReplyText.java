package dev.rostrum.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an answer says in words, fit to be shown and logged: it is a text of others, and may quote what it was sent. */
public final class ReplyText {
    private static final int LOOKED_AT = 16 << 10;
    private static final int MAX_EXCERPT = 100;

    private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]{6,}(\\.[A-Za-z0-9_-]*){0,4}");
    private static final Pattern BEARER = Pattern.compile("(?i)bearer\\s+[A-Za-z0-9._~+/=-]+");

    /** Control and format characters, also those that turn the direction of what follows, and ends of lines. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+");

    private static final Pattern TYPE =
            Pattern.compile("\\s*([A-Za-z0-9!#$&^_.+-]{1,60}/[A-Za-z0-9!#$&^_.+-]{1,60})\\s*(;.*)?");
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([A-Za-z0-9_.:-]{1,40})");
    private static final Pattern HEADLINE = Pattern.compile("(?i)<(?:title|h1)(?:\\s[^>]{0,200})?>([^<]{1,500})<");
    private static final Pattern UNSEEN =
            Pattern.compile("(?is)<(script|style)\\b.*?(?:</\\1\\s*>|$)|<!--.*?(?:-->|$)");
    private static final Pattern TAG = Pattern.compile("<[^>]{0,2000}(?:>|$)");

    private ReplyText() {}

    /** The media type as declared, in lower case; empty where there is none that can be read. */
    public static String type(Transport.Reply reply) {
        String header = reply.header("Content-Type");
        Matcher type = TYPE.matcher(header == null ? "" : header);
        return type.matches() ? type.group(1).toLowerCase(Locale.ROOT) : "";
    }

    public static boolean isBlank(byte[] body) {
        for (byte b : body) {
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return false;
            }
        }
        return true;
    }

    /**
     * The beginning of a body as text.
     *
     * @param declared value of {@code Content-Type}, or null
     */
    public static String words(byte[] body, String declared) {
        Matcher named = CHARSET.matcher(declared == null ? "" : declared);
        Charset charset = StandardCharsets.UTF_8;
        if (named.find()) {
            try {
                charset = Charset.forName(named.group(1));
            } catch (IllegalArgumentException e) {
                // Nobody knows this name: most pages are in UTF-8.
            }
        }
        String text = new String(body, 0, Math.min(body.length, LOOKED_AT), charset);
        return (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
    }

    /**
     * What somebody would see of it first: the title of a page, else the beginning of its words.
     *
     * @param token that went with the request, or null: it never comes out again
     */
    public static String excerpt(Transport.Reply reply, String token) {
        String text = words(reply.bytes(), reply.header("Content-Type"));
        if (text.startsWith("<")) {
            text = UNSEEN.matcher(text).replaceAll(" ");
            Matcher headline = HEADLINE.matcher(text);
            text = headline.find() ? headline.group(1) : TAG.matcher(text).replaceAll(" ");
        }
        String plain = text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&");
        return cut(clean(plain, token).replaceAll("\\s+", " ").strip(), MAX_EXCERPT);
    }

    /** A text without tokens, this one and what looks like one, and without what is not seen. */
    public static String clean(String text, String token) {
        String bare = token == null || token.isEmpty() ? text : text.replace(token, "[token]");
        bare = BEARER.matcher(bare).replaceAll("[token]");
        bare = JWT.matcher(bare).replaceAll("[token]");
        return UNPRINTABLE.matcher(bare).replaceAll(" ");
    }

    /** Whether a text holds something like a token, or this one. */
    public static boolean quotes(String text, String token) {
        return JWT.matcher(text).find() || (token != null && text.contains(token));
    }

    /** The beginning of a text, without half a character at its end. */
    public static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }
}
