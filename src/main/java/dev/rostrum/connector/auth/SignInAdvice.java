package dev.rostrum.connector.auth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a refused sign-in means and what to do (connector reference 6.1). The service's own text is read for its code only and
 * goes no further: it quotes what was sent to it.
 *
 * @param code {@code AADSTS…}, else the OAuth error, else our own by status
 * @param advice one or two sentences for the admin
 */
record SignInAdvice(String code, String advice) {
    private static final Pattern AADSTS = Pattern.compile("AADSTS([0-9]{3,9})");
    private static final Pattern PLAIN_CODE = Pattern.compile("[a-z_]{1,60}");

    /**
     * @param status HTTP status, or 0
     * @param error the OAuth error, or null
     * @param description the service's text, or null
     */
    static SignInAdvice of(int status, String error, String description) {
        Matcher found = AADSTS.matcher(description == null ? "" : description);
        if (found.find()) {
            String number = found.group(1);
            return new SignInAdvice("AADSTS" + number, byNumber(number, status));
        }
        if (status == 429 || status >= 500) {
            return new SignInAdvice(
                    "Http" + status,
                    "Microsoft's sign-in is busy or out of order (HTTP " + status + "). Try again in a few minutes.");
        }
        if (status >= 300 && status < 400) {
            return new SignInAdvice(
                    "Redirected",
                    "The sign-in answers from another address; Rostrum does not follow with the secret. Check the"
                            + " network: a proxy may want a login in a browser first.");
        }
        boolean plain = error != null && PLAIN_CODE.matcher(error).matches();
        if (plain && error.equals("invalid_client")) {
            return new SignInAdvice(
                    error, "The sign-in refused the app id or its secret. Check both in the connection's settings.");
        }
        String code = plain ? error : status == 0 ? "SignInFailed" : "Http" + status;
        return new SignInAdvice(
                code,
                "The sign-in refused this bot (" + code + "). Check app id, tenant and secret in the connection's"
                        + " settings.");
    }

    private static String byNumber(String number, int status) {
        return switch (number) {
            case "7000215" ->
                "The sign-in refused the secret. Enter the secret's value, not its id; Entra shows the value"
                        + " only once, so make a new secret if it was not kept (App registrations, Certificates & secrets).";
            case "7000222" ->
                "The bot's secret has expired. Make a new one in Entra (App registrations, Certificates &"
                        + " secrets) and enter its value.";
            case "700016" ->
                "The tenant does not know this app id. Check the app id, and that the bot's own (home)"
                        + " tenant is set, which may differ from the recipients'. A bot registered as multi-tenant needs"
                        + " that bot type in the connection's settings.";
            case "90002", "900021", "900023" ->
                "There is no such tenant. Check the bot's tenant: a GUID or a domain of its app registration, and"
                        + " that the connection is set to the bot's cloud.";
            case "700027" ->
                "The sign-in refused the certificate. Upload its public part to the app registration (App"
                        + " registrations, Certificates & secrets), and check that it has not expired.";
            case "700024" ->
                "The sign-in finds the time of the certificate's signature wrong. Set this computer's clock, best"
                        + " by itself from a time server, and try again.";
            case "7000218" ->
                "The sign-in was given neither a secret nor a certificate it takes. Enter one of them in the"
                        + " connection's settings.";
            case "7000112" ->
                "The bot's app registration is switched off in its tenant. Ask whoever runs Entra to enable it"
                        + " (Enterprise applications, Properties).";
            case "53003" ->
                "A Conditional Access policy of the tenant keeps this bot from signing in here. Ask whoever runs"
                        + " Entra to let its workload identity in from this network.";
            case "500011", "70011" ->
                "The sign-in does not know what the token is for. Check that the connection is set"
                        + " to the bot's cloud.";
            default ->
                status >= 500
                        ? "Microsoft's sign-in is out of order (AADSTS" + number + "). Try again in a few minutes."
                        : "The sign-in refused this bot (AADSTS" + number
                                + "). Look the code up in Microsoft's list of sign-in"
                                + " errors, and check app id, tenant and secret.";
        };
    }
}
