package dev.sm.autoconfigure;

import dev.sm.cache.ShardedTemplate;
import dev.sm.cache.ShardedTemplates;

/** Makes the beans of the pools' templates. */
final class ShardedTemplateBean {

	private ShardedTemplateBean() {
	}

	static ShardedTemplate create(String pool, ShardedTemplates templates) {
		if (!templates.names().contains(pool)) {
			throw PrivateNodesException.unconfigured(pool);
		}
		return templates.get(pool);
	}

}
