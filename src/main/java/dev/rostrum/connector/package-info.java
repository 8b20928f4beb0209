/**
 * The client of the Bot Framework connector: paths, bodies, error envelopes, pacing. Nothing of the wire leaves this package but
 * values and {@link dev.rostrum.connector.ConnectorFailure}.
 */
package dev.rostrum.connector;
