package dev.sm.testkit.consul;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP interface of the agent.
 */
final class ConsulHttp implements HttpHandler {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final int MAX_OPERATIONS = 64;

	private final Supplier<ConsulData> data;

	private final ConsulFaults faults;

	ConsulHttp(Supplier<ConsulData> data, ConsulFaults faults) {
		this.data = data;
		this.faults = faults;
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().getPath();
			byte[] body = exchange.getRequestBody().readAllBytes();
			ConsulFaults.Rule fault = this.faults.of(exchange.getRequestMethod() + " " + path);
			if (fault != null && !fault.delay().isZero()) {
				new CountDownLatch(1).await(fault.delay().toNanos(), TimeUnit.NANOSECONDS);
			}
			Answer answer;
			if (fault != null && fault.status() != 0) {
				answer = Answer.text(fault.status(), fault.body());
			}
			else if (this.faults.refuses(exchange.getRequestHeaders().getFirst("X-Consul-Token"))) {
				answer = Answer.text(403, "ACL not found");
			}
			else {
				answer = answer(exchange.getRequestMethod(), path, query(exchange), body);
			}
			if (fault == null || !fault.drop()) {
				send(exchange, answer);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static Map<String, String> query(HttpExchange exchange) {
		Map<String, String> query = new LinkedHashMap<>();
		String raw = exchange.getRequestURI().getQuery();
		for (String part : (raw != null) ? raw.split("&") : new String[0]) {
			String[] pair = part.split("=", 2);
			query.put(pair[0], (pair.length > 1) ? pair[1] : "");
		}
		return query;
	}

	private static void send(HttpExchange exchange, Answer answer) throws IOException {
		if (answer.index > 0) {
			exchange.getResponseHeaders().set("X-Consul-Index", String.valueOf(answer.index));
			exchange.getResponseHeaders().set("X-Consul-KnownLeader", "true");
		}
		exchange.getResponseHeaders()
			.set("Content-Type", answer.json ? "application/json" : "text/plain; charset=utf-8");
		exchange.sendResponseHeaders(answer.status, (answer.body.length > 0) ? answer.body.length : -1);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(answer.body);
		}
	}

	private Answer answer(String method, String path, Map<String, String> query, byte[] body) {
		try {
			String rest = path.substring(path.indexOf('/', 4) + 1);
			if (path.startsWith("/v1/kv/")) {
				return method.equals("GET") ? read(rest, query) : write(method, rest, query, body);
			}
			if (path.equals("/v1/txn")) {
				return transact(body);
			}
			if (path.startsWith("/v1/session/")) {
				return session(rest, body);
			}
			if (path.startsWith("/v1/agent/")) {
				return agent(rest, body);
			}
			return catalog(path, query);
		}
		catch (JacksonException ex) {
			return Answer.text(400, "Request decode failed: " + ex.getOriginalMessage());
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			return Answer.text(500, "rpc error making call: " + ex.getMessage());
		}
	}

	private <T> ConsulData.Indexed<T> indexed(ConsulData data, Map<String, String> query, LongSupplier index,
			Supplier<T> read) {
		Duration wait = query.containsKey("wait") ? TestConsul.duration(query.get("wait")) : Duration.ofMinutes(5);
		return data.query(Long.parseLong(query.getOrDefault("index", "0")), wait, index, read);
	}

	private Answer read(String key, Map<String, String> query) {
		String invalid = ConsulHttpKeys.invalid(key);
		if (invalid != null) {
			return Answer.text(400, invalid);
		}
		ConsulData data = this.data.get();
		if (query.containsKey("recurse")) {
			var found = indexed(data, query, () -> data.kv().indexBelow(key),
					() -> data.kv().below(key).stream().map((item) -> item.json(true)).toList());
			return found.value().isEmpty() ? Answer.absent(found.index()) : Answer.json(found.index(), found.value());
		}
		var found = indexed(data, query, () -> {
			ConsulKv.Item item = data.kv().items.get(key);
			return (item != null) ? item.modifyIndex() : data.kv().index;
		}, () -> java.util.Optional.ofNullable(data.kv().items.get(key)));
		return found.value()
			.map((item) -> Answer.json(found.index(), List.of(item.json(true))))
			.orElse(Answer.absent(found.index()));
	}

	private Answer write(String method, String key, Map<String, String> query, byte[] body) {
		String verb = method.equals("DELETE") ? query.containsKey("recurse") ? "delete-tree" : "delete"
				: query.containsKey("acquire") ? "lock" : query.containsKey("cas") ? "cas" : "set";
		Map<String, Object> op = new LinkedHashMap<>();
		op.put("Verb", verb);
		op.put("Key", key);
		op.put("Value", body);
		op.put("Session", query.getOrDefault("acquire", ""));
		op.put("Index", Long.parseLong(query.getOrDefault("cas", "0")));
		ConsulTxn txn = this.data.get().transact(JSON.valueToTree(List.of(Map.of("KV", op))));
		return Answer.json(0, txn.errors.isEmpty());
	}

	private Answer transact(byte[] body) {
		if (body.length > this.faults.maxBody()) {
			return Answer.text(413, "Request body(" + body.length + " bytes) too large, max size: "
					+ this.faults.maxBody() + " bytes.");
		}
		JsonNode operations = JSON.readTree(body);
		if (operations.size() > MAX_OPERATIONS) {
			return Answer.text(413, "Transaction contains too many operations (" + operations.size() + " > 64)");
		}
		ConsulTxn txn = this.data.get().transact(operations);
		Map<String, Object> outcome = new LinkedHashMap<>();
		outcome.put("Results", txn.errors.isEmpty() ? txn.results : null);
		outcome.put("Errors", txn.errors.isEmpty() ? null : txn.errors);
		return new Answer(txn.errors.isEmpty() ? 200 : 409, 0, JSON.writeValueAsBytes(outcome), true);
	}

	private Answer session(String rest, byte[] body) {
		ConsulData data = this.data.get();
		String id = rest.substring(rest.indexOf('/') + 1);
		if (rest.equals("create")) {
			JsonNode json = (body.length > 0) ? JSON.readTree(body) : JSON.createObjectNode();
			List<String> checks = new ArrayList<>();
			json.path("NodeChecks").forEach((check) -> checks.add(check.asString("")));
			json.path("ServiceChecks").forEach((check) -> checks.add(check.path("ID").asString("")));
			return Answer.json(0, Map.of("ID", data.createSession(json.path("TTL").asString(""),
					json.path("Behavior").asString("release"), Duration.ZERO, checks)));
		}
		if (rest.startsWith("renew/")) {
			return data.renewSession(id) ? Answer.json(0, List.of(Map.of("ID", id)))
					: Answer.text(404, "Session id '" + id + "' not found");
		}
		if (rest.startsWith("destroy/")) {
			data.destroySession(id);
			return Answer.json(0, true);
		}
		return rest.equals("list")
				? Answer.json(1, data.sessionIds().stream().map((each) -> Map.of("ID", each)).toList())
				: Answer.text(404, "");
	}

	private Answer agent(String rest, byte[] body) {
		ConsulData data = this.data.get();
		String id = rest.substring(rest.lastIndexOf('/') + 1);
		if (rest.equals("service/register")) {
			data.register(JSON.readTree(body));
			return Answer.text(200, "");
		}
		if (rest.startsWith("service/deregister/")) {
			return data.deregister(id) ? Answer.text(200, "") : Answer.text(404, "Unknown service ID \"" + id + "\"");
		}
		if (rest.startsWith("check/")) {
			String status = rest.startsWith("check/pass/") ? "passing"
					: rest.startsWith("check/warn/") ? "warning" : "critical";
			return data.update(id, status) ? Answer.text(200, "") : Answer.text(404,
					"Unknown check ID \"" + id + "\". Ensure that the check ID is passed, not the check name.");
		}
		return switch (rest) {
			case "services" -> Answer.json(0, data.services());
			case "checks" -> {
				Map<String, Object> checks = new LinkedHashMap<>();
				data.checks().forEach((check) -> checks.put(check.id, check.json()));
				yield Answer.json(0, checks);
			}
			case "self" -> Answer.json(0, Map.of("Config", Map.of("NodeName", ConsulData.NODE, "Datacenter", "dc1"),
					"Member", Map.of("Name", ConsulData.NODE)));
			default -> Answer.text(404, "");
		};
	}

	private Answer catalog(String path, Map<String, String> query) {
		ConsulData data = this.data.get();
		if (path.equals("/v1/status/leader")) {
			return Answer.json(0, "127.0.0.1:8300");
		}
		if (path.equals("/v1/catalog/services")) {
			var found = indexed(data, query, data::catalogIndex, data::catalog);
			return Answer.json(found.index(), found.value());
		}
		if (path.startsWith("/v1/health/service/")) {
			String name = path.substring("/v1/health/service/".length());
			boolean passing = query.containsKey("passing") && !"false".equals(query.get("passing"));
			var found = indexed(data, query, () -> data.serviceIndex(name), () -> data.health(name, passing));
			return Answer.json(found.index(), found.value());
		}
		return Answer.text(404, "");
	}

	/**
	 * What is answered.
	 *
	 * @param status the status
	 * @param index the index, or 0
	 * @param body the body
	 * @param json whether it is JSON
	 */
	private record Answer(int status, long index, byte[] body, boolean json) {

		static Answer text(int status, String text) {
			return new Answer(status, 0, text.getBytes(StandardCharsets.UTF_8), false);
		}

		static Answer json(long index, Object value) {
			return new Answer(200, index, JSON.writeValueAsBytes(value), true);
		}

		static Answer absent(long index) {
			return new Answer(404, index, new byte[0], false);
		}

	}

}
