/**
 * Bearer tokens: msal4j behind our own cache, a {@link dev.rostrum.auth.TokenSource} for each scope. No secret and no token leaves
 * this package but by use.
 */
package dev.rostrum.auth;
