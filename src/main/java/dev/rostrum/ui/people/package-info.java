/** The People screen: teams with their rosters at the left, cached people in the middle, one person at the right. */
package dev.rostrum.ui.people;
