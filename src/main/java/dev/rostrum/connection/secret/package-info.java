/** Where secrets are kept: the system's keychain, a file under a passphrase, or this session. None of them holds plain text on disk. */
package dev.rostrum.connection.secret;
