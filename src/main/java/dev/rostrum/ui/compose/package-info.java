/** How a message is written and looked at before it goes out, and how people and teams are chosen: the same wherever that is done. */
package dev.rostrum.ui.compose;
