package dev.rostrum.sandbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.InputFile;
import dev.rostrum.sandbox.CannedAnswer.Coding;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a fault plan from a file. Strict: whatever it does not know is refused by name and place. */
final class FaultFile {
    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern TIME = Pattern.compile("([0-9]{1,7})(ms|s)");
    private static final Duration MOST_TIME = Duration.ofHours(24);

    private static final Set<String> PLAN_KEYS = Set.of("seed", "latency", "faults");
    private static final Set<String> LATENCY_KEYS = Set.of("min", "max");
    private static final Set<String> RULE_KEYS =
            Set.of("fault", "rate", "every", "calls", "atMost", "routes", "users", "delay", "coding");

    /** The faults by name, each with the keys that it takes beside those of every rule. */
    private static final Map<String, Set<String>> FAULTS = new TreeMap<>(Map.ofEntries(
            Map.entry("close-before", Set.of()),
            Map.entry("close-after", Set.of()),
            Map.entry("reset-before", Set.of()),
            Map.entry("reset-after", Set.of()),
            Map.entry("throttled", Set.of("retryAfter", "retryAfterDate")),
            Map.entry("unavailable", Set.of()),
            Map.entry("bad-gateway", Set.of()),
            Map.entry("server-error", Set.of()),
            Map.entry("precondition-failed", Set.of()),
            Map.entry("unauthorized", Set.of()),
            Map.entry("writes-blocked", Set.of()),
            Map.entry("late", Set.of()),
            Map.entry("empty-accepted", Set.of()),
            Map.entry("half-body", Set.of()),
            Map.entry("close-after-answer", Set.of("pause")),
            Map.entry("gzip", Set.of()),
            Map.entry("deflate", Set.of()),
            Map.entry("page", Set.of("page", "status", "processed")),
            Map.entry("answer", Set.of("status", "body", "contentType", "processed")),
            Map.entry("redirect", Set.of("location")),
            Map.entry("roster-ends", Set.of()),
            Map.entry("roster-empty", Set.of()),
            Map.entry("drip", Set.of("pause")),
            Map.entry("error", Set.of("status", "code", "message", "processed"))));

    private static final Map<String, Coding> CODINGS =
            Map.of("gzip", Coding.GZIP, "deflate", Coding.DEFLATE, "deflate-raw", Coding.DEFLATE_RAW);
    private static final Map<String, PageInBetween> PAGES =
            Arrays.stream(PageInBetween.values()).collect(Collectors.toMap(PageInBetween::label, Function.identity()));

    private static final Map<String, Route> ROUTES =
            Arrays.stream(Route.values()).collect(Collectors.toMap(Route::label, Function.identity()));

    private FaultFile() {}

    static FaultPlan read(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(InputFile.at(file))) {
            // The size that a pipe or a device tells is not that of what it gives.
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw new Problem(Problem.Kind.WRONG_USE, Reason.of("sandbox.faults.unreadable", file), e);
        }
        require(bytes.length <= MOST_BYTES, "tooLarge", file);
        try {
            String text = Target.utf8(bytes);
            require(text != null, "notText");
            return parse(text);
        } catch (Problem e) {
            throw new Problem(e.kind(), Reason.of("sandbox.faults.inFile", file, e.reason()), e);
        }
    }

    static FaultPlan parse(String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new Problem(
                    Problem.Kind.WRONG_USE,
                    Reason.of("sandbox.faults.notJson", String.valueOf(line), e.getOriginalMessage()),
                    e);
        }
        object(root, Reason.of("sandbox.faults.file"), PLAN_KEYS);
        FaultPlan plan = FaultPlan.seeded(root.has("seed") ? whole(root, "", "seed", Long.MIN_VALUE) : 1);
        JsonNode latency = root.path("latency");
        if (!latency.isMissingNode()) {
            object(latency, "latency", LATENCY_KEYS);
            Duration min = latency.has("min") ? time(latency, "latency.", "min") : Duration.ZERO;
            plan = plan.withLatency(min, time(latency, "latency.", "max"));
        }
        JsonNode faults = root.path("faults");
        require(faults.isMissingNode() || faults.isArray(), "list");
        for (int i = 0; i < faults.size(); i++) {
            String place = "faults[" + i + "]";
            try {
                plan = plan.with(rule(faults.get(i), place));
            } catch (Problem e) {
                // What the file alone can do wrong names its place already.
                throw e.reason().code().startsWith(FaultPlan.PROBLEM)
                        ? new Problem(e.kind(), Reason.of("sandbox.faults.at", place, e.reason()), e)
                        : e;
            }
        }
        return plan;
    }

    private static FaultPlan.Rule rule(JsonNode json, String place) {
        require(json.isObject(), "object", place);
        String prefix = place + ".";
        require(json.path("fault").isTextual(), "choice", prefix + "fault", list(FAULTS.keySet()));
        String name = json.path("fault").textValue();
        Set<String> own = FAULTS.get(name);
        require(own != null, "unknownValue", prefix + "fault", name, list(FAULTS.keySet()));
        Set<String> keys = new HashSet<>(RULE_KEYS);
        keys.addAll(own);
        object(json, place, keys);
        CannedAnswer fault = fault(name, json, prefix);
        if (name.equals("late") || json.has("delay")) {
            fault = fault.after(time(json, prefix, "delay"));
        }
        if (json.has("coding")) {
            fault = fault.coded(choice(json, prefix, "coding", CODINGS));
        }
        List<String> ways =
                List.of("rate", "every", "calls").stream().filter(json::has).toList();
        require(ways.size() == 1, "ways", place);
        FaultPlan.Rule rule =
                switch (ways.get(0)) {
                    case "rate" -> {
                        require(json.path("rate").isNumber(), "share", prefix + "rate");
                        yield FaultPlan.rate(json.path("rate").doubleValue(), fault);
                    }
                    case "every" -> FaultPlan.every(whole(json, prefix, "every", 1), fault);
                    default -> FaultPlan.calls(fault, numbers(json.path("calls"), prefix + "calls"));
                };
        if (json.has("atMost")) {
            rule = rule.atMost(whole(json, prefix, "atMost", 1));
        }
        if (json.has("routes")) {
            Set<Route> routes = new TreeSet<>();
            for (String label : texts(json.path("routes"), prefix + "routes")) {
                routes.add(known(prefix + "routes", label, ROUTES));
            }
            rule = rule.on(routes.toArray(Route[]::new));
        }
        if (json.has("users")) {
            rule = rule.about(new TreeSet<>(texts(json.path("users"), prefix + "users")).toArray(String[]::new));
        }
        return rule;
    }

    private static CannedAnswer fault(String name, JsonNode json, String prefix) {
        return switch (name) {
            case "close-before" -> CannedAnswer.closed();
            case "close-after" -> CannedAnswer.usual().thenClosed();
            case "reset-before" -> CannedAnswer.reset();
            case "reset-after" -> CannedAnswer.usual().thenReset();
            case "throttled" -> throttled(json, prefix);
            case "unavailable" -> CannedAnswer.unavailable();
            case "bad-gateway" -> CannedAnswer.badGateway();
            case "server-error" -> CannedAnswer.serverError();
            case "precondition-failed" -> CannedAnswer.preconditionFailed();
            case "unauthorized" -> CannedAnswer.unauthorized();
            case "writes-blocked" -> CannedAnswer.writesBlocked();
            case "late" -> CannedAnswer.usual();
            case "empty-accepted" -> CannedAnswer.emptyAccepted();
            case "half-body" -> CannedAnswer.halfBody();
            case "drip" -> CannedAnswer.drip(time(json, prefix, "pause"));
            case "error" -> error(json, prefix);
            case "close-after-answer" ->
                CannedAnswer.usual().closedAfterwards(json.has("pause") ? time(json, prefix, "pause") : Duration.ZERO);
            case "gzip" -> CannedAnswer.usual().coded(Coding.GZIP);
            case "deflate" -> CannedAnswer.usual().coded(Coding.DEFLATE);
            case "page" -> page(json, prefix);
            case "answer" -> answer(json, prefix);
            case "redirect" -> CannedAnswer.redirect(location(json, prefix));
            case "roster-ends" -> CannedAnswer.rosterEnds();
            case "roster-empty" -> CannedAnswer.rosterEmpty();
            default -> throw new IllegalStateException("a fault without a meaning: " + name);
        };
    }

    private static CannedAnswer throttled(JsonNode json, String prefix) {
        require(
                !(json.has("retryAfter") && json.has("retryAfterDate")),
                "retry",
                prefix + "retryAfter",
                prefix + "retryAfterDate");
        if (json.has("retryAfter")) {
            return CannedAnswer.throttled(time(json, prefix, "retryAfter"));
        }
        return json.has("retryAfterDate")
                ? CannedAnswer.throttledWithDate(time(json, prefix, "retryAfterDate"))
                : CannedAnswer.throttled();
    }

    private static CannedAnswer error(JsonNode json, String prefix) {
        return processed(
                json,
                prefix,
                CannedAnswer.error(
                        status(json, prefix, 400), text(json, prefix, "code"), text(json, prefix, "message")));
    }

    private static CannedAnswer page(JsonNode json, String prefix) {
        PageInBetween page = choice(json, prefix, "page", PAGES);
        CannedAnswer answer = CannedAnswer.answeredInBetween(
                json.has("status") ? status(json, prefix, 200) : page.status(), page.contentType(), page.body());
        return processed(json, prefix, answer);
    }

    private static CannedAnswer answer(JsonNode json, String prefix) {
        String type = json.has("contentType") ? text(json, prefix, "contentType") : "application/json; charset=utf-8";
        return processed(
                json,
                prefix,
                CannedAnswer.answeredInBetween(status(json, prefix, 200), type, text(json, prefix, "body")));
    }

    private static URI location(JsonNode json, String prefix) {
        try {
            return new URI(json.has("location") ? text(json, prefix, "location") : "https://portal.example/login");
        } catch (URISyntaxException e) {
            throw new Problem(Problem.Kind.WRONG_USE, Reason.of("sandbox.faults.address", prefix + "location"), e);
        }
    }

    private static int status(JsonNode json, String prefix, int least) {
        long status = whole(json, prefix, "status", Long.MIN_VALUE);
        require(status >= least && status <= 599, "status", prefix + "status", least);
        return (int) status;
    }

    private static CannedAnswer processed(JsonNode json, String prefix, CannedAnswer answer) {
        JsonNode processed = json.path("processed");
        require(processed.isMissingNode() || processed.isBoolean(), "trueOrFalse", prefix + "processed");
        return processed.asBoolean(false) ? answer.processedFirst() : answer;
    }

    private static <T> T choice(JsonNode json, String prefix, String key, Map<String, T> known) {
        require(json.path(key).isTextual(), "choice", prefix + key, list(known.keySet()));
        return known(prefix + key, json.path(key).textValue(), known);
    }

    private static <T> T known(String place, String name, Map<String, T> known) {
        T chosen = known.get(name);
        require(chosen != null, "unknownValue", place, name, list(known.keySet()));
        return chosen;
    }

    /** @param place words of its own, or a path as in the file */
    private static void object(JsonNode json, Object place, Set<String> known) {
        require(json.isObject(), "object", place);
        json.fieldNames().forEachRemaining(key -> require(known.contains(key), "unknownKey", place, key, list(known)));
    }

    private static long whole(JsonNode json, String prefix, String key, long least) {
        JsonNode value = json.path(key);
        require(
                value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= least,
                least == Long.MIN_VALUE ? "whole" : "wholeFrom",
                prefix + key,
                least);
        return value.longValue();
    }

    private static String text(JsonNode json, String prefix, String key) {
        require(json.path(key).isTextual(), "text", prefix + key);
        return json.path(key).textValue();
    }

    private static Duration time(JsonNode json, String prefix, String key) {
        Matcher match = TIME.matcher(json.path(key).isTextual() ? json.path(key).textValue() : "");
        require(match.matches(), "time", prefix + key);
        long number = Long.parseLong(match.group(1));
        Duration time = match.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
        require(time.compareTo(MOST_TIME) <= 0, "timeMost", prefix + key);
        return time;
    }

    private static long[] numbers(JsonNode json, String place) {
        require(json.isArray() && json.size() > 0, "calls", place);
        long[] numbers = new long[json.size()];
        Arrays.setAll(numbers, i -> {
            require(json.get(i).isIntegralNumber() && json.get(i).canConvertToLong(), "calls", place);
            return json.get(i).longValue();
        });
        return numbers;
    }

    private static Set<String> texts(JsonNode json, String place) {
        require(json.isArray() && json.size() > 0, "texts", place);
        Set<String> texts = new TreeSet<>();
        for (JsonNode each : json) {
            require(each.isTextual(), "texts", place);
            texts.add(each.textValue());
        }
        return texts;
    }

    private static String list(Collection<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }

    private static void require(boolean holds, String what, Object... arguments) {
        if (!holds) {
            throw Problem.wrongUse("sandbox.faults." + what, arguments);
        }
    }
}
