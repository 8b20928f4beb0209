/** Bearer tokens for the connector: msal4j behind our own cache. No secret and no token leaves this package but by use. */
package dev.rostrum.connector.auth;
