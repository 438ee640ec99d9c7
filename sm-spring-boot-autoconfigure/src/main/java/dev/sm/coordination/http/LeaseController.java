package dev.sm.coordination.http;

import java.util.List;
import java.util.Map;

import dev.sm.coordination.CoordinationStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Leases, with which services tell that they are there and find each other. Any member
 * answers.
 */
@RestController
@RequestMapping("/sm/lease")
public final class LeaseController extends GuardedController {

	private final Leases leases;

	private final JsonMapper mapper = JsonMapper.builder().build();

	/**
	 * Creates the controller.
	 * @param store the store
	 * @param group the group that the store is
	 * @param access who may ask
	 */
	public LeaseController(CoordinationStore store, GroupAccess group, RequestAccess access) {
		super(access);
		this.leases = new Leases(store, group);
	}

	@PostMapping("/grant")
	long grant(@RequestParam long ttl, @RequestParam String name) {
		return this.leases.grant(ttl, name);
	}

	@PostMapping(path = "/keepalive/{id}", produces = "application/json")
	String keepAlive(@PathVariable long id, @RequestParam(required = false) @Nullable String key,
			@RequestParam(required = false) @Nullable String data) {
		this.leases.keepAlive(id, key, data);
		return "null";
	}

	@PostMapping(path = "/revoke/{id}", produces = "application/json")
	String revoke(@PathVariable long id) {
		this.leases.revoke(id);
		return "null";
	}

	@RequestMapping(path = "/timetolive/{id}", method = { RequestMethod.GET, RequestMethod.POST })
	Map<String, Object> timeToLive(@PathVariable long id) {
		return this.leases.timeToLive(id);
	}

	@GetMapping("/kv/{*key}")
	List<JsonNode> find(@PathVariable String key, @RequestParam(defaultValue = "") String prefix) {
		return this.leases.find(key.startsWith("/") ? key.substring(1) : key, prefix).stream().map(this::json).toList();
	}

	@PostMapping("/kv/{*key}")
	List<JsonNode> findByForm(@PathVariable String key, @RequestParam(defaultValue = "") String prefix) {
		return find(key, prefix);
	}

	/**
	 * JSON as it is, also where a shell has left a backslash before each quote; else a
	 * text.
	 */
	private JsonNode json(String data) {
		for (String candidate : List.of(data, data.replace("\\\"", "\""))) {
			try {
				return this.mapper.readTree(candidate);
			}
			catch (JacksonException ex) {
				// then it is something else
			}
		}
		return StringNode.valueOf(data);
	}

}
