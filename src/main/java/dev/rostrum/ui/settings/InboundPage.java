package dev.rostrum.ui.settings;

import javafx.scene.Node;

/**
 * A page of the inbound side's settings.
 *
 * @param pane what F6 leads to
 */
record InboundPage(InboundPageViewModel model, Node root, Node pane) {}
