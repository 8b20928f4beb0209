package dev.rostrum.architecture.planted.announce;

import picocli.CommandLine.Command;

@Command(name = "planted")
class Commands {}
