package dev.rostrum.sandbox;

class Wire {
    String said = "Invalid user identity in provided tenant";
}
