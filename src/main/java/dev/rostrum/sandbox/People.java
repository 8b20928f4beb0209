package dev.rostrum.sandbox;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The people of a simulated tenant. Nobody is kept: each person follows from a number and the seed.
 *
 * <p>Traits are dealt by shuffling the numbers, once for each trait, and giving it to as many as its share says; so the
 * shares hold exactly in the whole tenant, and about so in each part of it.
 */
final class People {
    private static final int USER_BYTES = 60;
    private static final int CHAT_BYTES = 96;
    private static final String USER_PREFIX = "29:1";
    private static final String CHAT_PREFIX = "a:1";
    private static final List<String> PARTNERS =
            List.of("northwharf.example", "brightmill.example", "oakandsons.example", "studio-k.example");

    private final String domain;
    private final int count;
    private final NameBook names;
    private final Seal users;
    private final Seal objects;
    private final Seal chats;
    private final Shuffle nameOrder;
    private final Shuffle guestOrder;
    private final Shuffle emailOrder;
    private final Shuffle objectOrder;
    private final Shuffle appOrder;
    private final int guests;
    private final int withoutEmail;
    private final int withoutObject;
    private final int withoutApp;
    /** Hashes of the principal names, sorted, with the person of each; built when first asked for. */
    private volatile long[][] byPrincipalName;

    People(long seed, String domain, int count, boolean newIds, NameBook names) {
        this.domain = domain;
        this.count = count;
        this.names = names;
        this.users = new Seal(seed, newIds ? "user of new" : "user");
        this.objects = new Seal(seed, "object");
        this.chats = new Seal(seed, newIds ? "chat of new" : "chat");
        Seal order = new Seal(seed, "order");
        this.nameOrder = Shuffle.of(order, "name", count);
        this.guestOrder = Shuffle.of(order, "guest", count);
        this.emailOrder = Shuffle.of(order, "email", count);
        this.objectOrder = Shuffle.of(order, "object", count);
        this.appOrder = Shuffle.of(order, "app", count);
        this.guests = (int) Math.round(count * 0.05);
        this.withoutEmail = (int) Math.round(count * 0.03);
        this.withoutObject = (int) Math.round(count * 0.02);
        this.withoutApp = (int) Math.round(count * 0.10);
    }

    int count() {
        return count;
    }

    Person person(int index) {
        NameBook.Name name = names.name(nameOrder.at(namesake(index)));
        String address = name.address() + (namesake(index) == index ? "" : ".2");
        int guest = guestOrder.at(index);
        boolean isGuest = guest < guests;
        String partner = PARTNERS.get(guest % PARTNERS.size());
        String principal = isGuest ? address + "_" + partner + "#EXT#@" + domain : address + "@" + domain;
        int email = emailOrder.at(index);
        return new Person(
                index,
                userId(index),
                objectOrder.at(index) < withoutObject ? null : objects.guid(index),
                name,
                email < withoutEmail ? null : address + "@" + (isGuest ? partner : domain),
                email % 2 == 0,
                principal,
                isGuest && guest % 2 == 0);
    }

    String userId(int index) {
        return USER_PREFIX + users.text(index, USER_BYTES);
    }

    String chatId(int index) {
        return CHAT_PREFIX + chats.text(index, CHAT_BYTES);
    }

    /** Whose pairwise id this is; empty for an id of another tenant or bot, or none at all. */
    OptionalInt byUserId(String id) {
        return id.startsWith(USER_PREFIX)
                ? known(users.openText(id.substring(USER_PREFIX.length()), USER_BYTES))
                : OptionalInt.empty();
    }

    /** Whose chat with the bot this is, whether or not it was created. */
    OptionalInt byChatId(String id) {
        return id.startsWith(CHAT_PREFIX)
                ? known(chats.openText(id.substring(CHAT_PREFIX.length()), CHAT_BYTES))
                : OptionalInt.empty();
    }

    OptionalInt byObjectId(String guid) {
        OptionalInt index = known(objects.openGuid(guid));
        return index.isPresent() && objectOrder.at(index.getAsInt()) < withoutObject ? OptionalInt.empty() : index;
    }

    /** Whether the bot's app is installed in the person's personal scope, and not in a team alone. */
    boolean hasApp(int index) {
        return appOrder.at(index) >= withoutApp;
    }

    /** Principal names are compared without regard to case. */
    OptionalInt byPrincipalName(String name) {
        long[][] table = byPrincipalName;
        if (table == null) {
            table = principalNames();
            byPrincipalName = table;
        }
        long hash = hash(name);
        int at = Arrays.binarySearch(table[0], hash);
        while (at > 0 && table[0][at - 1] == hash) {
            at--;
        }
        for (int i = at; i >= 0 && i < count && table[0][i] == hash; i++) {
            int index = (int) table[1][i];
            if (person(index).userPrincipalName().equalsIgnoreCase(name)) {
                return OptionalInt.of(index);
            }
        }
        return OptionalInt.empty();
    }

    private OptionalInt known(OptionalInt index) {
        return index.isPresent() && index.getAsInt() < count ? index : OptionalInt.empty();
    }

    /** Two people have somebody else's name; everybody else has one of their own. */
    private int namesake(int index) {
        if (count < 4) {
            return index;
        }
        if (index == count / 2) {
            return count / 4;
        }
        return index == count - 1 ? 0 : index;
    }

    private synchronized long[][] principalNames() {
        long[][] rows = IntStream.range(0, count)
                .mapToObj(i -> new long[] {hash(person(i).userPrincipalName()), i})
                .sorted(Comparator.comparingLong(row -> row[0]))
                .toArray(long[][]::new);
        long[][] columns = new long[2][count];
        for (int i = 0; i < count; i++) {
            columns[0][i] = rows[i][0];
            columns[1][i] = rows[i][1];
        }
        return columns;
    }

    private static long hash(String name) {
        long hash = 0;
        for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
            hash = hash * 0x100000001b3L + c;
        }
        return hash;
    }

    /** A reordering of the numbers below a count: multiply, add, take the remainder. */
    private record Shuffle(long factor, long offset, int count) {
        static Shuffle of(Seal order, String trait, int count) {
            ByteBuffer random = ByteBuffer.wrap(order.derive(trait, 16));
            long factor = Math.floorMod(random.getLong(), (long) count);
            while (BigInteger.valueOf(factor).gcd(BigInteger.valueOf(count)).intValue() != 1) {
                factor++;
            }
            return new Shuffle(factor, Math.floorMod(random.getLong(), (long) count), count);
        }

        int at(int number) {
            return (int) ((number * factor + offset) % count);
        }
    }
}
