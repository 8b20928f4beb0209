/** The Activity screen: what was asked of Teams, and what Teams told. */
package dev.rostrum.ui.activity;
