package dev.sm.routing.client;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * Attributes of requests that are to go to the owner of a key. In an HTTP interface, a
 * parameter with {@code @RequestAttribute(ShardRequest.KEY)} sets one.
 */
public final class ShardRequest {

	/** The key whose owner is to answer. */
	public static final String KEY = "sm.shard.key";

	/** The id of the shard whose owner is to answer. */
	public static final String SHARD = "sm.shard.id";

	/** Whether a standby may answer: {@code true} or {@code false}. */
	public static final String STANDBY = "sm.shard.standby";

	private static final Set<HttpMethod> IDEMPOTENT = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT,
			HttpMethod.DELETE, HttpMethod.OPTIONS, HttpMethod.TRACE);

	private ShardRequest() {
	}

	/**
	 * Sends a request to the owner of a key.
	 * @param key the key
	 * @return what sets the attributes of the request
	 */
	public static Consumer<Map<String, Object>> key(String key) {
		return (attributes) -> attributes.put(KEY, key);
	}

	/**
	 * Sends a request to the owner of a shard.
	 * @param shardId the shard
	 * @return what sets the attributes of the request
	 */
	public static Consumer<Map<String, Object>> shard(String shardId) {
		return (attributes) -> attributes.put(SHARD, shardId);
	}

	/**
	 * Lets a standby answer when the owner does not.
	 * @return what sets the attributes of the request
	 */
	public static Consumer<Map<String, Object>> standby() {
		return (attributes) -> attributes.put(STANDBY, true);
	}

	static boolean allowsStandby(Map<String, Object> attributes) {
		return Boolean.parseBoolean(String.valueOf(attributes.get(STANDBY)));
	}

	static @Nullable String shardId(Map<String, Object> attributes, Owners owners) {
		Object shard = attributes.get(SHARD);
		if (shard != null) {
			return shard.toString();
		}
		Object key = attributes.get(KEY);
		return (key != null) ? owners.shardFor(key.toString()) : null;
	}

	static boolean isRouted(Map<String, Object> attributes) {
		return attributes.containsKey(KEY) || attributes.containsKey(SHARD);
	}

	/**
	 * Whether a request may be sent again when nobody knows whether it was executed: by
	 * its method, or because it says by what the application knows it again.
	 */
	static boolean isRepeatable(HttpMethod method, HttpHeaders headers) {
		return IDEMPOTENT.contains(method) || headers.containsHeader("Idempotency-Key");
	}

	/** The same request, at another address. */
	static URI at(URI target, URI request) {
		String base = target.getRawPath();
		String query = request.getRawQuery();
		return URI.create(target.getScheme() + "://" + target.getRawAuthority()
				+ ((base != null) ? base.replaceFirst("/$", "") : "") + request.getRawPath()
				+ ((query != null) ? "?" + query : ""));
	}

}
