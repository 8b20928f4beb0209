/**
 * The one way out over HTTP: deadlines, caps, a request that is written once at most, never a redirect; proxies, roots that are believed,
 * the hosts that may see a token. It knows no service: what became of a call leaves as a reply or as a
 * {@link dev.rostrum.http.CallFailure}.
 */
package dev.rostrum.http;
