/** Welcome and help: the way to a first announcement. */
package dev.rostrum.ui.welcome;
