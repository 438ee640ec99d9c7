package dev.sm.testkit.consul;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import tools.jackson.databind.JsonNode;

/**
 * One check of a service or of the agent: it is passed in time, or is asked by HTTP.
 */
final class ConsulChecks {

	private static final HttpClient HTTP = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(2))
		.build();

	final String id;

	final String service;

	final String name;

	final Duration ttl;

	final Duration deregisterAfter;

	private final URI http;

	private final Duration interval;

	private final Duration timeout;

	private final AtomicBoolean asking = new AtomicBoolean();

	/** When the servers know of it: the agent tells them a little later. */
	final long syncedAt;

	String status;

	long deadline;

	long criticalSince;

	private long askAt;

	ConsulChecks(JsonNode json, String id, String service, long now) {
		this.id = id;
		this.service = service;
		this.name = json.path("Name").asString("Service check");
		this.ttl = duration(json, "TTL", null);
		this.http = json.has("HTTP") && !json.path("HTTP").asString("").isEmpty()
				? URI.create(json.path("HTTP").asString("")) : null;
		this.interval = duration(json, "Interval", Duration.ofSeconds(10));
		this.timeout = duration(json, "Timeout", Duration.ofSeconds(10));
		Duration after = duration(json, "DeregisterCriticalServiceAfter", null);
		// as documented: the least is a minute
		this.deregisterAfter = (after != null && after.compareTo(Duration.ofMinutes(1)) < 0) ? Duration.ofMinutes(1)
				: after;
		this.status = json.path("Status").asString("critical");
		this.criticalSince = now;
		this.syncedAt = now + Duration.ofMillis(5).toNanos();
		this.askAt = now;
		if (this.ttl != null) {
			this.deadline = now + this.ttl.toNanos();
		}
	}

	private static Duration duration(JsonNode json, String name, Duration byDefault) {
		String text = json.path(name).asString("");
		return text.isEmpty() ? byDefault : TestConsul.duration(text);
	}

	boolean isPassing() {
		return this.status.equals("passing");
	}

	boolean isDue(long now) {
		return this.http != null && now - this.askAt >= 0 && this.asking.compareAndSet(false, true);
	}

	/** Whether the service answers well; takes up to the timeout. */
	boolean ask() {
		try {
			HttpRequest request = HttpRequest.newBuilder(this.http).timeout(this.timeout).build();
			int answer = HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
			return answer >= 200 && answer < 300;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	void asked(long now) {
		this.askAt = now + this.interval.toNanos();
		this.asking.set(false);
	}

	Map<String, Object> json() {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("Node", ConsulData.NODE);
		json.put("CheckID", this.id);
		json.put("Name", this.name);
		json.put("Status", this.status);
		json.put("Notes", "");
		json.put("Output", "");
		json.put("ServiceID", this.service);
		return json;
	}

}
