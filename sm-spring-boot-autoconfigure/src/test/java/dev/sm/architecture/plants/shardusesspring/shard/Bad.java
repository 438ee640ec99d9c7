package dev.sm.architecture.plants.shardusesspring.shard;

import org.springframework.util.Assert;

class Bad {

	void check(Object value) {
		Assert.notNull(value, "'value' must not be null");
	}

}
