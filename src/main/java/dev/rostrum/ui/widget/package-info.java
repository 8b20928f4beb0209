/** Controls that know nothing of the product: tables, chips, bars, notices. */
package dev.rostrum.ui.widget;
