package dev.sm.cache;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import dev.sm.shard.Shard;
import dev.sm.storage.Fence;
import org.jspecify.annotations.Nullable;

/**
 * Splits what concerns several keys by the pools that they belong to. Everything that a
 * pool may refuse is refused before the first of them is sent anything.
 *
 * @param routes where keys go
 * @param owned the ownership, or {@code null}
 */
record PrefixSplit(Supplier<PrefixRoutes> routes, @Nullable Shard owned) {

	<T> PrefixCall<Map<String, T>> get(Collection<String> keys, Type type) {
		Requests.checkType(type);
		List<String> all = checked(keys, "keys");
		PrefixRoutes now = this.routes.get();
		List<PrefixPart<Map<String, T>>> parts = new ArrayList<>();
		grouped(now, all).forEach((pool, mine) -> parts
			.add(part(now, pool, mine, (requests, some) -> requests.<T>multiGet(some, type), (values) -> values)));
		return new PrefixCall<>("multiGet", now, all, parts, (answers) -> {
			Map<String, T> found = new LinkedHashMap<>(all.size() * 2);
			all.forEach((key) -> answers.stream()
				.filter((answer) -> answer.containsKey(key))
				.findFirst()
				.ifPresent((answer) -> found.put(key, answer.get(key))));
			return found;
		});
	}

	PrefixCall<@Nullable Void> set(Map<String, ?> values, @Nullable Duration ttl) {
		if (values == null) {
			throw new IllegalArgumentException("'values' must not be null");
		}
		List<String> all = new ArrayList<>(values.keySet());
		PrefixRoutes now = this.routes.get();
		List<PrefixPart<@Nullable Void>> parts = new ArrayList<>();
		grouped(now, all).forEach((pool, mine) -> parts.add(part(now, pool, mine, (requests, some) -> {
			Map<String, @Nullable Object> entries = new LinkedHashMap<>();
			some.forEach((key) -> entries.put(key, values.get(key)));
			return requests.multiSet(entries, ttl);
		}, (done) -> PrefixPart.done(mine))));
		return new PrefixCall<>("multiSet", now, all, parts, (answers) -> null);
	}

	PrefixCall<Long> delete(Collection<String> keys) {
		List<String> all = checked(keys, "keys");
		PrefixRoutes now = this.routes.get();
		List<PrefixPart<Long>> parts = new ArrayList<>();
		grouped(now, all).forEach((pool, mine) -> parts
			.add(part(now, pool, mine, Requests::multiDelete, (count) -> PrefixPart.done(mine))));
		return new PrefixCall<>("multiDelete", now, all, parts,
				(answers) -> answers.stream().mapToLong(Long::longValue).sum());
	}

	private <R, T> PrefixPart<T> part(PrefixRoutes now, String name, List<String> keys,
			BiFunction<Requests, List<String>, MultiRequest<R, T>> make, PrefixPart.Results<T> results) {
		Pool pool = now.toPool(name).pool();
		Fence fence = (this.owned != null) ? BlockingOperations.fence(this.owned) : null;
		Requests requests = (fence != null) ? pool.requests().fencedBy(fence) : pool.requests();
		MultiRequest<R, T> request = make.apply(requests, keys);
		MultiRunner runner = pool.runner().multi();
		return new PrefixPart<>(keys, () -> runner.start(request), () -> runner.async(request), results);
	}

	private static Map<String, List<String>> grouped(PrefixRoutes now, List<String> keys) {
		Map<String, List<String>> byPool = new LinkedHashMap<>();
		keys.forEach((key) -> byPool.computeIfAbsent(now.of(key).pool().name(), (pool) -> new ArrayList<>()).add(key));
		return byPool;
	}

	private static List<String> checked(@Nullable Collection<String> keys, String name) {
		if (keys == null) {
			throw new IllegalArgumentException("'" + name + "' must not be null");
		}
		return new ArrayList<>(keys);
	}

}
