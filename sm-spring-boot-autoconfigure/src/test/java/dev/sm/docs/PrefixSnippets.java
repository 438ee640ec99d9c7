package dev.sm.docs;

import java.util.List;

import dev.sm.cache.PrefixTemplate;

import org.springframework.stereotype.Component;

final class PrefixSnippets {

	private PrefixSnippets() {
	}

	// tag::prefixes[]
	@Component
	static class Shop {

		private final PrefixTemplate cache;

		Shop(PrefixTemplate cache) {
			this.cache = cache;
		}

		void open(String id) {
			// in the pool sessions
			this.cache.set("session:" + id, "open");
			// one key in the pool default by its rule, one because it is under none
			this.cache.multiDelete(List.of("session:cart:" + id, "page:" + id));
		}

	}
	// end::prefixes[]

}
