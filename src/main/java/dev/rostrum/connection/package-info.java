/** Connections: which bot speaks to which tenant, their settings on disk, credentials, and the way to the connector. */
package dev.rostrum.connection;
