package dev.rostrum.architecture.planted.ui.table;

/** Imports what it may not, and what it may. */
public class Trespasser {
    dev.rostrum.architecture.planted.domain.Trespasser domain;
    dev.rostrum.architecture.planted.ui.fx.Trespasser uiFx;
    dev.rostrum.architecture.planted.ui.widget.Trespasser uiWidget;
    dev.rostrum.architecture.planted.ui.people.Trespasser uiPeople;
}
