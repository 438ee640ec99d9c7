package dev.sm.testkit.consul;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What an agent does to requests before it looks at them. Thread-safe.
 */
public final class ConsulFaults {

	private final List<Rule> rules = new CopyOnWriteArrayList<>();

	private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();

	private volatile String token;

	private volatile int maxBody = 512 * 1024;

	/**
	 * Answers with an error.
	 * @param part a part of method and path, such as {@code PUT /v1/txn}
	 * @param times how often
	 * @param status the status
	 * @param body the text
	 */
	public void answer(String part, int times, int status, String body) {
		this.rules.add(new Rule(part, new AtomicInteger(times), status, body, Duration.ZERO, false));
	}

	/**
	 * Holds requests back before they are looked at.
	 * @param part a part of method and path
	 * @param times how often
	 * @param delay for how long
	 */
	public void delay(String part, int times, Duration delay) {
		this.rules.add(new Rule(part, new AtomicInteger(times), 0, "", delay, false));
	}

	/**
	 * Does what is asked and then drops the connection instead of answering.
	 * @param part a part of method and path
	 * @param times how often
	 */
	public void dropAnswer(String part, int times) {
		this.rules.add(new Rule(part, new AtomicInteger(times), 0, "", Duration.ZERO, true));
	}

	/** Ends all faults. */
	public void none() {
		this.rules.clear();
	}

	/**
	 * Demands a token.
	 * @param token the token
	 */
	public void requireToken(String token) {
		this.token = token;
	}

	/**
	 * Sets what a transaction may have.
	 * @param bytes the size of its body
	 */
	public void maxBody(int bytes) {
		this.maxBody = bytes;
	}

	int maxBody() {
		return this.maxBody;
	}

	boolean refuses(String given) {
		return this.token != null && !this.token.equals(given);
	}

	Rule of(String request) {
		this.requests.computeIfAbsent(request, (each) -> new AtomicInteger()).incrementAndGet();
		for (Rule rule : this.rules) {
			if (request.contains(rule.part) && rule.times.getAndDecrement() > 0) {
				return rule;
			}
		}
		return null;
	}

	long requests(String part) {
		return this.requests.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().contains(part))
			.mapToLong((entry) -> entry.getValue().get())
			.sum();
	}

	record Rule(String part, AtomicInteger times, int status, String body, Duration delay, boolean drop) {

	}

}
