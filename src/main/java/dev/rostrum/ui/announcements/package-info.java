/** The Announcements screen: the list, the composer, the review before sending, and a run with its deliveries. */
package dev.rostrum.ui.announcements;
