package dev.rostrum.sandbox;

import java.util.Locale;

/**
 * What answers in place of Teams when something between here and Teams does: made up, in the manner of inspecting proxies,
 * captive portals and gateways. None of these is an answer of the connector or of the sign-in host.
 */
public enum PageInBetween {
    /** An inspecting proxy blocks the address, and says so with status 200. */
    FILTER(200, "text/html; charset=utf-8", """
            <!DOCTYPE html>
            <html><head><title>Access denied by policy</title></head>
            <body><h1>Web page blocked</h1><p>Category: Instant messaging. Your IP: 10.20.30.40.</p></body></html>
            """),
    /** An inspecting proxy holds the answer back while it looks for malware, and would have a browser ask again. */
    SCAN(200, "text/html", """
            <html><head><meta http-equiv="refresh" content="2"><title>Scanning</title></head>
            <body>Please wait while your download is being scanned.</body></html>
            """),
    /** A proxy wants its user to sign in, within a frame of its own that claims to be what was asked for. */
    SIGN_IN(200, "application/json", """
            <!doctype html><html><body><form action="https://gateway.example/login" method="post">
            <input name="user"><input name="password" type="password"></form></body></html>
            """),
    /** A captive portal, as the standard for them has it. */
    PORTAL(511, "text/html; charset=utf-8", """
            <html><head><title>Network authentication required</title></head>
            <body><a href="https://portal.example/login">Accept the terms</a></body></html>
            """),
    /** A captive portal that claims success. */
    WELCOME(
            200,
            "text/html; charset=utf-8",
            "<html><body><h1>Welcome to the guest network</h1><a href=\"/accept\">Continue</a></body></html>"),
    /** A gateway before Teams has nobody behind it. */
    GATEWAY(
            502,
            "text/html",
            "<html><head><title>502 Bad Gateway</title></head><body><center>gateway</center></body></html>"),
    /** A security service answers programs in their own form. */
    BLOCKED(200, "application/json", "{\"status\":\"blocked\",\"reason\":\"policy\"}"),
    /** As BLOCKED, in the form of an error. */
    ERROR(200, "application/json", "{\"error\":{\"code\":\"AccessDenied\",\"message\":\"Blocked by policy\"}}"),
    /** A test for Internet access, answered by whatever stands in between. */
    PLAIN(200, "text/plain", "success\n");

    private final int status;
    private final String contentType;
    private final String body;

    PageInBetween(int status, String contentType, String body) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
    }

    /** As a fault plan names it. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public int status() {
        return status;
    }

    public String contentType() {
        return contentType;
    }

    public String body() {
        return body;
    }
}
