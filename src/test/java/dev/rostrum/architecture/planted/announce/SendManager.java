package dev.rostrum.architecture.planted.announce;

class SendManager {}
