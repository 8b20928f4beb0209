package dev.rostrum.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.auth.SignInFailure;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.domain.Problem;
import dev.rostrum.words.Sentences;
import java.util.function.Consumer;

/** What a failure says to the admin: {@code assertThatThrownBy(…).satisfies(says("Check the path."))}. */
public final class Said {
    private Said() {}

    /** The words of a problem and of a sign-in that failed; of anything else its message. */
    public static String words(Throwable failure) {
        if (failure instanceof SignInFailure refused) {
            return Sentences.whole(refused.reason());
        }
        if (failure instanceof ConnectorFailure.NoToken refused) {
            return Sentences.whole(refused.reason());
        }
        return failure instanceof Problem problem ? Sentences.of(problem) : String.valueOf(failure.getMessage());
    }

    /** Fails where the words do not contain the part. */
    public static Consumer<Throwable> says(String part) {
        return failure -> assertThat(words(failure)).contains(part);
    }
}
