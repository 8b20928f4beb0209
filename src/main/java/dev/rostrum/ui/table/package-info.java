/** The table screen: rows of any number in pages, search and filters, selection, columns, copying and export. It knows no product. */
package dev.rostrum.ui.table;
