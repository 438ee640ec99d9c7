package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A seeded sequence of verbs, each compared with what a map answers.
 */
final class RandomVerbs {

	private static final Duration TTL = Duration.ofHours(1);

	private final ShardedTemplate template;

	private final long seed;

	private final Random random;

	private final Map<String, Integer> model = new HashMap<>();

	private boolean copies;

	RandomVerbs(ShardedTemplate template, long seed) {
		this.template = template;
		this.seed = seed;
		this.random = new Random(seed);
	}

	/** Leaves out the verbs that one place has to decide. */
	RandomVerbs ofCopies() {
		this.copies = true;
		return this;
	}

	void run(int steps) {
		for (int step = 0; step < steps; step++) {
			step(verb(), "seed " + this.seed + ", step " + step);
		}
		try (Stream<String> keys = this.template.scan(this.seed + ":")) {
			assertThat(keys.collect(Collectors.toSet())).as("scan of seed " + this.seed).isEqualTo(this.model.keySet());
		}
	}

	private int verb() {
		int verb = this.random.nextInt(12);
		return (this.copies && (verb == 4 || verb == 6 || verb == 7)) ? 3 : verb;
	}

	private void step(int verb, String where) {
		String key = key();
		int value = this.random.nextInt(1_000);
		boolean async = this.random.nextBoolean();
		ShardedOperations sync = this.template;
		AsyncShardedOperations later = this.template.async();
		switch (verb) {
			case 0, 1, 2 ->
				assertThat(async ? later.get(key, Integer.class).join() : sync.get(key, Integer.class)).as(where)
					.isEqualTo(this.model.get(key));
			case 3 -> {
				if (async) {
					later.set(key, value, TTL).join();
				}
				else {
					sync.set(key, value);
				}
				this.model.put(key, value);
			}
			case 4 -> assertThat(async ? later.setIfAbsent(key, value, TTL).join() : sync.setIfAbsent(key, value, null))
				.as(where)
				.isEqualTo(this.model.putIfAbsent(key, value) == null);
			case 5 -> assertThat(async ? later.delete(key).join() : sync.delete(key)).as(where)
				.isEqualTo(this.model.remove(key) != null);
			case 6, 7 -> assertThat(async ? later.increment(key, value).join() : sync.increment(key, value)).as(where)
				.isEqualTo((long) this.model.merge(key, value, Integer::sum));
			case 8 -> assertThat(async ? later.expire(key, TTL).join() : sync.expire(key, TTL)).as(where)
				.isEqualTo(this.model.containsKey(key));
			case 9 -> multiSet(async);
			case 10 -> multiDelete(async, where);
			default -> multiGet(async, where);
		}
	}

	private void multiSet(boolean async) {
		Map<String, Integer> values = new HashMap<>();
		keys().forEach((key) -> values.put(key, this.random.nextInt(1_000)));
		if (async) {
			this.template.async().multiSet(values, TTL).join();
		}
		else {
			this.template.multiSet(values, null);
		}
		this.model.putAll(values);
	}

	private void multiDelete(boolean async, String where) {
		List<String> keys = keys();
		long existed = keys.stream().distinct().filter((key) -> this.model.remove(key) != null).count();
		assertThat(async ? this.template.async().multiDelete(keys).join() : this.template.multiDelete(keys)).as(where)
			.isEqualTo(existed);
	}

	private void multiGet(boolean async, String where) {
		List<String> keys = keys();
		Map<String, Integer> found = async ? this.template.async().multiGet(keys, Integer.class).join()
				: this.template.multiGet(keys, Integer.class);
		List<String> expected = keys.stream().distinct().filter(this.model::containsKey).toList();
		assertThat(new ArrayList<>(found.keySet())).as(where).isEqualTo(expected);
		found.forEach((key, value) -> assertThat(value).as(where).isEqualTo(this.model.get(key)));
	}

	private List<String> keys() {
		List<String> keys = new ArrayList<>();
		for (int i = this.random.nextInt(8); i > 0; i--) {
			keys.add(key());
		}
		return keys;
	}

	private String key() {
		return this.seed + ":" + this.random.nextInt(24);
	}

}
