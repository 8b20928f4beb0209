package dev.rostrum.sandbox;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what does not even parse as HTTP, or has headers over the limit, with a message alone. */
final class JsonErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Reply reply = Reply.message(response.getStatus(), HttpStatus.getMessage(response.getStatus()) + ".");
        response.getHeaders().put("Content-Type", "application/json; charset=utf-8");
        Content.Sink.write(response, true, reply.body(), callback);
        return true;
    }
}
