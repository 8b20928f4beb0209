package dev.rostrum.cli;

import dev.rostrum.connection.BotType;
import dev.rostrum.connection.secret.SecretLocation;
import dev.rostrum.domain.Cloud;
import dev.rostrum.domain.ConnectionMark;
import dev.rostrum.domain.ConversationHealth;
import dev.rostrum.domain.ConversationState;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.TextFormat;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** The words that a shell completes an option with: those that its help names. */
abstract class Completions implements Iterable<String> {
    private final List<String> words;

    private <E> Completions(E[] values, Function<E, String> word) {
        words = Arrays.stream(values).map(word).toList();
    }

    @Override
    public Iterator<String> iterator() {
        return words.iterator();
    }

    static final class Deliveries extends Completions {
        Deliveries() {
            super(DeliveryState.values(), StateOption::word);
        }
    }

    static final class Conversations extends Completions {
        Conversations() {
            super(ConversationState.values(), JsonRow::lower);
        }
    }

    static final class Tags extends Completions {
        Tags() {
            super(ConnectionMark.Tag.values(), JsonRow::lower);
        }
    }

    static final class Healths extends Completions {
        Healths() {
            super(ConversationHealth.values(), health -> JsonRow.lower(health).replace('_', '-'));
        }
    }

    static final class Formats extends Completions {
        Formats() {
            super(TextFormat.values(), TextFormat::wire);
        }
    }

    static final class Services extends Completions {
        Services() {
            super(ServiceText.Kind.values(), JsonRow::lower);
        }
    }

    static final class Clouds extends Completions {
        Clouds() {
            super(Cloud.values(), Cloud::code);
        }
    }

    static final class BotTypes extends Completions {
        BotTypes() {
            super(BotType.values(), BotType::code);
        }
    }

    static final class Keeps extends Completions {
        Keeps() {
            super(SecretLocation.values(), SecretLocation::code);
        }
    }

    static final class Proxies extends Completions {
        Proxies() {
            super(new String[] {"system", "none"}, Function.identity());
        }
    }

    static final class Trusts extends Completions {
        Trusts() {
            super(new String[] {"system", "java"}, Function.identity());
        }
    }

    static final class RateLimits extends Completions {
        RateLimits() {
            super(new String[] {"on", "off"}, Function.identity());
        }
    }
}
