package dev.rostrum.architecture.planted.ui.settings;

/** Imports every other package, those it may and those it may not. */
public class Trespasser {
    dev.rostrum.architecture.planted.words.Trespasser words;
    dev.rostrum.architecture.planted.domain.Trespasser domain;
    dev.rostrum.architecture.planted.files.Trespasser files;
    dev.rostrum.architecture.planted.connector.Trespasser connector;
    dev.rostrum.architecture.planted.auth.Trespasser auth;
    dev.rostrum.architecture.planted.http.Trespasser http;
    dev.rostrum.architecture.planted.store.Trespasser store;
    dev.rostrum.architecture.planted.store.query.Trespasser storeQuery;
    dev.rostrum.architecture.planted.store.people.Trespasser storePeople;
    dev.rostrum.architecture.planted.store.ledger.Trespasser storeLedger;
    dev.rostrum.architecture.planted.connection.Trespasser connection;
    dev.rostrum.architecture.planted.roster.Trespasser roster;
    dev.rostrum.architecture.planted.records.Trespasser records;
    dev.rostrum.architecture.planted.announce.Trespasser announce;
    dev.rostrum.architecture.planted.inbound.Trespasser inbound;
    dev.rostrum.architecture.planted.workspace.Trespasser workspace;
    dev.rostrum.architecture.planted.sandbox.Trespasser sandbox;
    dev.rostrum.architecture.planted.ui.shell.Trespasser uiShell;
    dev.rostrum.architecture.planted.ui.fx.Trespasser uiFx;
    dev.rostrum.architecture.planted.ui.widget.Trespasser uiWidget;
    dev.rostrum.architecture.planted.ui.table.Trespasser uiTable;
    dev.rostrum.architecture.planted.ui.welcome.Trespasser uiWelcome;
    dev.rostrum.architecture.planted.ui.people.Trespasser uiPeople;
    dev.rostrum.architecture.planted.ui.announcements.Trespasser uiAnnouncements;
    dev.rostrum.architecture.planted.ui.conversations.Trespasser uiConversations;
    dev.rostrum.architecture.planted.ui.activity.Trespasser uiActivity;
    dev.rostrum.architecture.planted.cli.Trespasser cli;
    dev.rostrum.architecture.planted.app.Trespasser app;
}
