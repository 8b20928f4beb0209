/** The Settings screen: connections and their check, appearance, about. */
package dev.rostrum.ui.settings;
