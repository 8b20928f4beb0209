package dev.rostrum.cli;

class AnnounceCommand {
    String outcome = "412 messages Received";
    String block = """
            Oops, "quoted" \""" text
            """;
    String fine = "undelivered invalid_client pleased";
}
