package dev.sm.docs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.sm.cache.ShardedTemplate;
import dev.sm.cache.ShardedTemplates;
import dev.sm.shard.Shard;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

@Component
class CacheSnippets {

	private final ShardedTemplate cache;

	CacheSnippets(ShardedTemplate cache) {
		this.cache = cache;
	}

	// tag::verbs[]
	void verbs(Shard shard) {
		this.cache.set("user:42", new User("Ada"), Duration.ofMinutes(10));
		User user = this.cache.get("user:42", User.class);
		// misses are absent
		Map<String, User> found = this.cache.multiGet(List.of("user:42", "user:43"), User.class);
		boolean first = this.cache.setIfAbsent("seen:" + user.name(), "yes", Duration.ofHours(1));
		long visits = this.cache.increment("visits", found.size());
		User loaded = this.cache.getOrLoad("user:44", User.class, Duration.ofMinutes(10), () -> new User("Grace"));
		// a StaleEpochException once the shard is no longer ours
		this.cache.fencedBy(shard).set("state:" + shard.id(), loaded);
		this.cache.async().get("user:42", User.class).thenAccept((late) -> this.cache.delete("seen:" + late.name()));
		try (Stream<String> keys = this.cache.scan("user:")) {
			keys.limit(visits).forEach((key) -> this.cache.expire(key, Duration.ofMinutes(first ? 1 : 2)));
		}
	}
	// end::verbs[]

	// tag::pools[]
	@Component
	static class Sessions {

		private final ShardedTemplate sessions;

		private final ShardedTemplate pages;

		Sessions(@Qualifier("sessions") ShardedTemplate sessions, ShardedTemplates pools) {
			this.sessions = sessions;
			this.pages = pools.get("pages");
		}

		void end(String id) {
			this.sessions.delete(id);
			this.pages.multiDelete(List.of("page:" + id, "menu:" + id));
		}

	}
	// end::pools[]

	record User(String name) {

	}

}
