package dev.sm.docs;

import dev.sm.cache.PoolRefresh;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class RefreshSnippets {

	private static final Logger logger = LoggerFactory.getLogger(RefreshSnippets.class);

	// tag::refresh[]
	void refresh(PoolRefresh pools) {
		pools.refresh().forEach((pool, outcome) -> {
			switch (outcome.result()) {
				case UNCHANGED, MIGRATING -> logger.info("Pool {}: {}", pool, outcome.result());
				case KEPT, REFUSED -> logger.warn("Pool {}: {}: {}", pool, outcome.result(), outcome.reason());
			}
		});
	}
	// end::refresh[]

}
