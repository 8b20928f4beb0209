package dev.rostrum.announce;

import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.connector.Pacer;
import dev.rostrum.connector.RecordedRequest;
import dev.rostrum.domain.Call;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.store.ledger.Recipient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The requests that a plan would make, made by the client that sends and carried nowhere. They are made as they are looked at:
 * of a plan of any size no more is kept than a number for each recipient. Nothing is written, and no token is asked for.
 */
public final class DryRun {
    /** Recipients whose requests are made together. */
    private static final int PAGE = 500;

    /**
     * One request.
     *
     * @param userId of the recipient
     * @param name of the recipient, or null
     * @param reuse whether the conversation is known; else it is created first, and the address of the send shows a
     *     placeholder where its id will stand
     * @param headers by name, the bearer masked
     * @param body or null
     * @param utf16Bytes size of the body as Teams counts it
     */
    public record Request(
            String userId,
            String name,
            boolean reuse,
            Call call,
            String method,
            String url,
            Map<String, String> headers,
            String body,
            int utf16Bytes) {}

    /**
     * What is made for one row of the plan.
     *
     * @param number of the row, from 1
     * @param requests in their order: one, or two where the conversation is created first
     */
    public record Row(int number, List<Request> requests) {
        public Row {
            requests = List.copyOf(requests);
        }
    }

    private final JobKind kind;
    private final Message message;
    private final long[] rows;
    private final Ledger ledger;
    private final ConnectorClient connector;

    /** @param rows people of a SEND, deliveries of any other job, in the plan's order */
    DryRun(JobKind kind, Message message, long[] rows, Ledger ledger, ConnectorClient connector) {
        this.kind = kind;
        this.message = message;
        this.rows = rows;
        this.ledger = ledger;
        this.connector = connector;
    }

    /** How many people, or of an edit or recall messages, it is about. */
    public int recipients() {
        return rows.length;
    }

    /** Some rows in the plan's order, less those whose person was erased since. */
    public List<Row> page(int from, int limit) {
        int begin = Math.min(Math.max(0, from), rows.length);
        int end = Math.min(rows.length - begin, limit) + begin;
        List<Row> page = new ArrayList<>();
        List<RecordedRequest> made = new ArrayList<>();
        try (ConnectorClient recorder = connector.recording(made::add)) {
            DeliveryCalls calls = new DeliveryCalls(recorder, kind, message);
            for (Recipient recipient : ledger.previews().recipients(kind, Arrays.copyOfRange(rows, begin, end))) {
                make(calls, recorder.pacer(), recipient);
                List<Request> requests = new ArrayList<>();
                for (int i = 0; i < made.size(); i++) {
                    requests.add(request(recipient, i < made.size() - 1 ? Call.CREATE : calls.call(), made.get(i)));
                }
                made.clear();
                page.add(new Row(begin + page.size() + 1, requests));
            }
        }
        return page;
    }

    /** The same of those recipients who have this in name, address or ids. */
    public DryRun matching(String text) {
        return new DryRun(kind, message, ledger.previews().matching(kind, text, rows), ledger, connector);
    }

    /** All of them, page by page. */
    public void each(Consumer<Request> told) {
        for (int from = 0; from < rows.length; from += PAGE) {
            page(from, PAGE).forEach(row -> row.requests().forEach(told));
        }
    }

    private static void make(DeliveryCalls calls, Pacer pacer, Recipient recipient) {
        try {
            String conversation = recipient.conversationId();
            if (conversation == null) {
                conversation = calls.create(permit(pacer), recipient.userId()).value();
            }
            calls.act(permit(pacer), conversation, recipient.target(), late -> {});
        } catch (ConnectorFailure e) {
            throw new IllegalStateException("A request that goes nowhere cannot fail", e);
        }
    }

    private static Pacer.Permit permit(Pacer pacer) {
        try {
            return pacer.acquire(() -> false).orElseThrow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted where nobody waits", e);
        }
    }

    private static Request request(Recipient recipient, Call call, RecordedRequest made) {
        return new Request(
                recipient.userId(),
                recipient.name(),
                recipient.conversationId() != null,
                call,
                made.method(),
                made.uri().toString(),
                new TreeMap<>(made.headers()),
                made.body(),
                made.utf16Bytes());
    }
}
