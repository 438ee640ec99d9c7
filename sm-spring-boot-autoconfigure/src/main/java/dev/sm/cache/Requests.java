package dev.sm.cache;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.sm.storage.Fence;
import dev.sm.storage.KeyValue;
import dev.sm.storage.NodeCommand;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Makes requests of what the user asks: checks the arguments, encodes, and places the
 * keys.
 */
final class Requests {

	private static final Duration MAX_TTL = Duration.ofDays(36_500);

	private final PoolKeys keys;

	private final PoolValues values;

	private final Supplier<Topology> topology;

	private final @Nullable Duration defaultTtl;

	private final String pool;

	private final @Nullable Fence fence;

	private final @Nullable String rule;

	Requests(String pool, PoolKeys keys, PoolValues values, Supplier<Topology> topology, @Nullable Duration defaultTtl,
			@Nullable Fence fence) {
		this(pool, keys, values, topology, defaultTtl, fence, null);
	}

	private Requests(String pool, PoolKeys keys, PoolValues values, Supplier<Topology> topology,
			@Nullable Duration defaultTtl, @Nullable Fence fence, @Nullable String rule) {
		this.rule = rule;
		this.pool = pool;
		this.keys = keys;
		this.values = values;
		this.topology = topology;
		this.defaultTtl = defaultTtl;
		this.fence = fence;
	}

	Requests fencedBy(Fence fence) {
		return new Requests(this.pool, this.keys, this.values, this.topology, this.defaultTtl, fence, this.rule);
	}

	/** Requests whose failures tell by which rule their key has come to this pool. */
	Requests by(String rule) {
		return new Requests(this.pool, this.keys, this.values, this.topology, this.defaultTtl, this.fence, rule);
	}

	@Nullable String rule() {
		return this.rule;
	}

	@Nullable Fence fence() {
		return this.fence;
	}

	<T> Request<List<byte @Nullable []>, @Nullable T> get(String key, Type type) {
		checkType(type);
		return getRaw(key, (bytes) -> this.values.decode(key, bytes, type));
	}

	/** Reads a value; {@code decode} is not asked for an absent one. */
	<T> Request<List<byte @Nullable []>, @Nullable T> getRaw(String key, Function<byte[], T> decode) {
		byte[] stored = this.keys.stored(key);
		return request("get", key, stored, NodeCommand.Get.of(stored), (answer) -> {
			byte[] bytes = answer.get(0);
			return (bytes != null) ? decode.apply(bytes) : null;
		});
	}

	Request<Boolean, @Nullable Void> set(String key, Object value) {
		return put(key, value, this.defaultTtl);
	}

	Request<Boolean, @Nullable Void> set(String key, Object value, Duration ttl) {
		return put(key, value, checkedTtl(ttl));
	}

	private Request<Boolean, @Nullable Void> put(String key, Object value, @Nullable Duration ttl) {
		byte[] stored = this.keys.stored(key);
		KeyValue entry = new KeyValue(stored, this.values.encode(key, value));
		return request("set", key, stored, new NodeCommand.Put(List.of(entry), ttl, this.fence), (answer) -> null);
	}

	Request<Boolean, Boolean> setIfAbsent(String key, Object value, @Nullable Duration ttl) {
		return setIfAbsentRaw(key, this.values.encode(key, value), ttl);
	}

	Request<Boolean, Boolean> setIfAbsentRaw(String key, byte[] value, @Nullable Duration ttl) {
		byte[] stored = this.keys.stored(key);
		KeyValue entry = new KeyValue(stored, value);
		return request("setIfAbsent", key, stored, new NodeCommand.PutIfAbsent(entry, ttl(ttl), this.fence),
				Function.identity());
	}

	Request<Long, Boolean> delete(String key) {
		byte[] stored = this.keys.stored(key);
		return request("delete", key, stored, new NodeCommand.Delete(List.of(stored), this.fence),
				(existed) -> existed > 0);
	}

	Request<Long, Long> increment(String key, long delta) {
		byte[] stored = this.keys.stored(key);
		return request("increment", key, stored, new NodeCommand.Increment(stored, delta, this.defaultTtl, this.fence),
				Function.identity());
	}

	Request<Boolean, Boolean> expire(String key, Duration ttl) {
		byte[] stored = this.keys.stored(key);
		return request("expire", key, stored, new NodeCommand.Expire(stored, checkedTtl(ttl), this.fence),
				Function.identity());
	}

	<T> MultiRequest<List<byte @Nullable []>, Map<String, T>> multiGet(Collection<String> asked, Type type) {
		checkType(type);
		List<String> all = checked(asked, "keys");
		return multi("multiGet", all, (group) -> new NodeCommand.Get(group.stored()), (answers) -> MultiAnswers
			.values(this.pool, all, answers, (key, bytes) -> this.values.<T>decode(key, bytes, type)));
	}

	MultiRequest<Boolean, @Nullable Void> multiSet(Map<String, ?> entries, @Nullable Duration ttl) {
		if (entries == null) {
			throw new IllegalArgumentException("'values' must not be null");
		}
		Duration lives = ttl(ttl);
		List<byte[]> encoded = new ArrayList<>(entries.size());
		entries.forEach((key, value) -> encoded.add(this.values.encode(String.valueOf(key), value)));
		return multi("multiSet", new ArrayList<>(entries.keySet()),
				(group) -> new NodeCommand.Put(entries(group, encoded), lives, this.fence), (answers) -> {
					MultiAnswers.check("multiSet", this.pool, answers);
					return null;
				});
	}

	MultiRequest<Long, Long> multiDelete(Collection<String> asked) {
		return multi("multiDelete", new ArrayList<>(new LinkedHashSet<>(checked(asked, "keys"))),
				(group) -> new NodeCommand.Delete(group.stored(), this.fence), (answers) -> {
					MultiAnswers.check("multiDelete", this.pool, answers);
					return MultiAnswers.sum(answers);
				});
	}

	byte[] stored(String key) {
		return this.keys.stored(key);
	}

	PoolNode owner(byte[] stored) {
		return this.topology.get().owner(this.keys.placed(stored));
	}

	byte[] encode(String key, Object value) {
		return this.values.encode(key, value);
	}

	<T> T decode(String key, byte[] bytes, Type type) {
		return this.values.decode(key, bytes, type);
	}

	static void checkType(@Nullable Type type) {
		if (type == null) {
			throw new IllegalArgumentException("'type' must not be null");
		}
	}

	static Type typeOf(@Nullable ParameterizedTypeReference<?> type) {
		if (type == null) {
			throw new IllegalArgumentException("'type' must not be null");
		}
		return type.getType();
	}

	static Duration checkedTtl(@Nullable Duration ttl) {
		if (ttl == null) {
			throw new IllegalArgumentException("'ttl' must not be null");
		}
		if (ttl.compareTo(MAX_TTL) > 0 || ttl.toMillis() < 1) {
			throw new IllegalArgumentException(
					"'ttl' must be between 1ms and " + MAX_TTL.toDays() + " days (was " + ttl + ")");
		}
		return ttl;
	}

	private @Nullable Duration ttl(@Nullable Duration ttl) {
		return (ttl != null) ? checkedTtl(ttl) : this.defaultTtl;
	}

	<R, T> Request<R, T> request(String verb, String key, byte[] stored, NodeCommand<R> command,
			Function<R, T> answer) {
		return new Request<>(verb, key, this.keys.placed(stored), null, command, this.fence, answer, this.rule);
	}

	private <R, T> MultiRequest<R, T> multi(String verb, List<String> all, Function<KeyGroup, NodeCommand<R>> command,
			Function<List<NodeAnswer<R>>, T> merge) {
		List<byte[]> stored = new ArrayList<>(all.size());
		all.forEach((key) -> stored.add(this.keys.stored(key)));
		return new MultiRequest<>(verb, all, stored, this.keys::placed, command, this.fence, merge);
	}

	private static List<KeyValue> entries(KeyGroup group, List<byte[]> values) {
		List<KeyValue> entries = new ArrayList<>(group.stored().size());
		for (int i = 0; i < group.stored().size(); i++) {
			entries.add(new KeyValue(group.stored().get(i), values.get(group.positions().get(i))));
		}
		return entries;
	}

	private static List<String> checked(@Nullable Collection<String> keys, String name) {
		if (keys == null) {
			throw new IllegalArgumentException("'" + name + "' must not be null");
		}
		return new ArrayList<>(keys);
	}

}
