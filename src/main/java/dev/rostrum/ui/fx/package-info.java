/**
 * The ground under every screen: the way to the FX thread and back, the life cycle of a screen, lazy pages of rows,
 * texts, themes. The only package that may call {@code Platform.runLater} or use {@code javafx.concurrent}.
 */
package dev.rostrum.ui.fx;
