/** The open connection with its use cases: what a window or a command works with. */
package dev.rostrum.workspace;
