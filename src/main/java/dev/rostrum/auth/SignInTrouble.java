package dev.rostrum.auth;

import dev.rostrum.domain.Reason;
import dev.rostrum.http.CallFailure;
import dev.rostrum.http.CallFailure.NotFromHost;
import dev.rostrum.http.CallFailure.NotSent;
import dev.rostrum.http.CallFailure.Unanswered;

/** Why the sign-in gave no answer that is its own. */
final class SignInTrouble {
    private SignInTrouble() {}

    static Reason of(CallFailure failure) {
        if (failure instanceof NotSent notSent) {
            return switch (notSent.obstacle()) {
                case UNREACHABLE -> Reason.of("auth.notReached");
                case UNKNOWN_NAME -> Reason.of("auth.nameUnknown");
                case PROXY_LOGIN -> Reason.of("auth.proxyLogin");
                case CERTIFICATE ->
                    switch (notSent.certificate()) {
                        case EXPIRED -> Reason.of("auth.hostCertificateEnded");
                        case NOT_YET_VALID -> Reason.of("auth.hostCertificateNotYet");
                        case OTHER_NAME -> Reason.of("auth.hostCertificateOther");
                        case UNTRUSTED -> Reason.of("auth.hostCertificateUntrusted");
                    };
            };
        }
        if (failure instanceof NotFromHost page) {
            // What it says is left out: it was sent a secret, and may quote it.
            return SignInAdvice.between(page.status()).reason();
        }
        return Reason.of(failure.code().equals(Unanswered.TIMEOUT) ? "auth.noAnswerInTime" : "auth.answerBroken");
    }
}
