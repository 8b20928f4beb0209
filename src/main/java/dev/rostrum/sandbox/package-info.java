/**
 * The simulated Teams tenant: a real HTTP server on the loopback address with the connector's routes and a token
 * endpoint.
 *
 * <p>It shares no code with the client: it writes its own JSON and checks what it is sent by its own reading of the
 * protocol, so that the two cannot share a mistake.
 */
package dev.rostrum.sandbox;
