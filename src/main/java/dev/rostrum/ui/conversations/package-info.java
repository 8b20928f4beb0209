/** The Conversations screen: every stored conversation id, whose it is and whether it works. */
package dev.rostrum.ui.conversations;
