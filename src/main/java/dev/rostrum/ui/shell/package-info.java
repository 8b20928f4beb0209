/** The window: frame, navigation, dialogs, status. It knows screens only as {@link dev.rostrum.ui.shell.ScreenEntry}. */
package dev.rostrum.ui.shell;
