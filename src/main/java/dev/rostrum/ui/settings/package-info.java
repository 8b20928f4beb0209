/** The Settings screen: connections, appearance, about. */
package dev.rostrum.ui.settings;
