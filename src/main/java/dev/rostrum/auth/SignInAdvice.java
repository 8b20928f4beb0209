package dev.rostrum.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rostrum.domain.Reason;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a sign-in without a token means (connector reference 6.1). The service's own text is read for its code only and goes no
 * further: it quotes what was sent to it.
 *
 * @param code {@code AADSTS…}, else the OAuth error, else our own
 * @param reason what is the matter, and what can be done
 */
record SignInAdvice(String code, Reason reason) {
    /** The code of an answer that cannot be the sign-in's: a page, an object of another kind, a yes without a token. */
    static final String BETWEEN = "NotFromSignIn";

    private static final Pattern AADSTS = Pattern.compile("AADSTS([0-9]{3,9})");
    private static final Pattern PLAIN_CODE = Pattern.compile("[a-z_]{1,60}");

    /** The numbers that have words of their own. */
    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("7000215", "auth.secretWrong"),
            Map.entry("7000222", "auth.secretEnded"),
            Map.entry("700016", "auth.appUnknown"),
            Map.entry("7000229", "auth.appNotInTenant"),
            Map.entry("90002", "auth.tenantUnknown"),
            Map.entry("900021", "auth.tenantUnknown"),
            Map.entry("900023", "auth.tenantUnknown"),
            Map.entry("700027", "auth.certificateRefused"),
            Map.entry("700024", "auth.signatureTime"),
            Map.entry("7000218", "auth.nothingShown"),
            Map.entry("7000112", "auth.appDisabled"),
            Map.entry("53003", "auth.conditionalAccess"),
            Map.entry("500021", "auth.tenantRestricted"),
            Map.entry("5000224", "auth.tenantBlocked"),
            Map.entry("5000225", "auth.tenantBlocked"),
            Map.entry("500011", "auth.scope"),
            Map.entry("70011", "auth.scope"),
            Map.entry("900382", "auth.scope"));

    /** Those that pass by themselves: the service is busy, or was asked too often. */
    private static final Set<String> PASSING = Set.of("90006", "90024", "90033", "90055", "50196");

    /**
     * @param status HTTP status of the answer
     * @param said the answer where it is JSON, else a missing node
     */
    static SignInAdvice of(int status, JsonNode said) {
        String number = status < 400 ? null : number(said);
        if (number != null) {
            return new SignInAdvice("AADSTS" + number, byNumber(number, status));
        }
        if (status == 407 || status == 511) {
            return between(status);
        }
        if (status == 429 || status >= 500) {
            return new SignInAdvice("Http" + status, Reason.of("auth.outOfOrder", "HTTP " + status));
        }
        if (status >= 300 && status < 400) {
            return new SignInAdvice("Redirected", Reason.of("auth.redirected"));
        }
        String error = said.path("error").textValue();
        if (status < 400 || error == null) {
            return between(status);
        }
        if (error.equals("invalid_client")) {
            return new SignInAdvice(error, Reason.of("auth.clientRefused"));
        }
        String code = PLAIN_CODE.matcher(error).matches() ? error : "Http" + status;
        return new SignInAdvice(code, Reason.of("auth.refused", code));
    }

    /** Microsoft's sign-in always answers by an object with a token or with an error that it names. */
    static SignInAdvice between(int status) {
        return new SignInAdvice(BETWEEN, Reason.of("auth.between", status));
    }

    private static String number(JsonNode said) {
        Matcher found = AADSTS.matcher(said.path("error_description").asText(""));
        if (found.find()) {
            return found.group(1);
        }
        JsonNode first = said.path("error_codes").path(0);
        return first.canConvertToInt() && first.intValue() > 0 ? first.asText() : null;
    }

    private static Reason byNumber(String number, int status) {
        String known = KNOWN.get(number);
        if (known != null) {
            return Reason.of(known);
        }
        return status >= 500 || PASSING.contains(number)
                ? Reason.of("auth.outOfOrder", "AADSTS" + number)
                : Reason.of("auth.unknownNumber", number);
    }
}
